
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Sighting',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_index=True)),
                ('actor_id', models.BigIntegerField(db_index=True, null=True)),
                ('verb', models.CharField(max_length=60)),
                ('about', models.CharField(blank=True, db_index=True, max_length=80)),
                ('facts', models.JSONField(default=dict)),
                ('mac', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ('id',),
                'default_permissions': (),
            },
        ),
    ]
