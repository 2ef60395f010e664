

import django.db.models.deletion
import reports.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(default=reports.models.fresh_number, max_length=12, unique=True, verbose_name='number')),
                ('kind', models.CharField(default='checklist', max_length=20)),
                ('scope', models.JSONField(default=dict)),
                ('language', models.CharField(max_length=5, verbose_name='language')),
                ('on', models.DateField(verbose_name='day judged')),
                ('data_at', models.DateTimeField(verbose_name='moment of the data')),
                ('level', models.SmallIntegerField(choices=[(0, 'Public'), (10, 'Internal'), (20, 'Secret'), (30, 'Top secret')], verbose_name='level')),
                ('assets', models.JSONField(default=list)),
                ('figures', models.JSONField(default=dict)),
                ('figures_sha256', models.CharField(max_length=64)),
                ('sha256', models.CharField(max_length=64)),
                ('journal_count', models.BigIntegerField()),
                ('journal_mac', models.CharField(max_length=64)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='accounts.person', verbose_name='made by')),
            ],
            options={
                'ordering': ('-data_at', '-id'),
                'default_permissions': (),
            },
        ),
    ]
