from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0002_sightings'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='entry',
            options={'default_permissions': (), 'ordering': ('id',), 'verbose_name': 'journal entry'},
        ),
        migrations.AlterModelOptions(
            name='sighting',
            options={'default_permissions': (), 'ordering': ('id',), 'verbose_name': 'sighting'},
        ),
        migrations.AddField(
            model_name='change',
            name='under',
            field=models.CharField(blank=True, db_index=True, max_length=80),
        ),
    ]
