from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('measures', '0001_initial'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='attestation',
            options={'default_permissions': (), 'ordering': ('measure', '-from_on', '-id'), 'verbose_name': 'attestation', 'verbose_name_plural': 'attestations'},
        ),
        migrations.AlterModelOptions(
            name='exemption',
            options={'default_permissions': (), 'verbose_name': 'accepted gap', 'verbose_name_plural': 'accepted gaps'},
        ),
    ]
