

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('filename', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('OPEN', 'waiting'), ('APPLIED', 'imported'), ('DISCARDED', 'put away')], default='OPEN', max_length=10)),
                ('ledger', models.JSONField()),
                ('outcome', models.JSONField(default=dict)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='accounts.person')),
            ],
            options={
                'ordering': ('-at', '-id'),
                'default_permissions': (),
            },
        ),
    ]
