

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('assets', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attestation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(db_index=True, max_length=10, verbose_name='measure')),
                ('state', models.CharField(choices=[('IN_PLACE', 'in place'), ('PARTLY', 'partly in place')], default='IN_PLACE', max_length=8, verbose_name='state')),
                ('evidence', models.CharField(blank=True, max_length=300, verbose_name='what shows it')),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(verbose_name='until')),
                ('asset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attestations', to='assets.asset')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attestations', to='accounts.person', verbose_name='by')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.department', verbose_name='department')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.place', verbose_name='place')),
            ],
            options={
                'ordering': ('measure', '-from_on', '-id'),
                'default_permissions': (),
                'indexes': [models.Index(fields=['asset', 'measure'], name='attestation_asset')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('department', None), ('place', None)), models.Q(('asset', None), ('department', None)), models.Q(('asset', None), ('place', None)), _connector='OR'), name='attestation_has_one_scope'), models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='attestation_ends_after_start', violation_error_message='The last day lies before the first.')],
            },
        ),
        migrations.CreateModel(
            name='Exemption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(max_length=10, verbose_name='measure')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(verbose_name='until')),
                ('approved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person', verbose_name='approved by')),
                ('asset', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exemptions', to='assets.asset')),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['asset', 'measure'], name='exemption_asset')],
            },
        ),
    ]
