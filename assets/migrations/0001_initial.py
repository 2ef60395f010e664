

import assets.codes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Asset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=assets.codes.fresh_code, editable=False, max_length=12, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('name_key', models.CharField(db_index=True, editable=False, max_length=300)),
                ('business', models.CharField(blank=True, max_length=80, verbose_name='line of work')),
                ('business_key', models.CharField(blank=True, editable=False, max_length=120)),
                ('kind', models.CharField(choices=[('PAP', 'Paper and drawings'), ('DIG', 'Electronic data'), ('SYS', 'System or server'), ('MED', 'Removable medium'), ('TAC', 'Know-how in memory'), ('LIN', 'Production line'), ('MLD', 'Mold or die'), ('PRO', 'Prototype or sample')], max_length=3, verbose_name='kind')),
                ('summary', models.TextField(blank=True, max_length=1000, verbose_name='in a few words')),
                ('state', models.CharField(choices=[('CANDIDATE', 'Candidate'), ('IN_REVIEW', 'In review'), ('ACTIVE', 'In force'), ('RETIRED', 'Retired')], default='CANDIDATE', max_length=10)),
                ('level', models.SmallIntegerField(blank=True, choices=[(0, 'Public'), (10, 'Internal'), (20, 'Secret'), (30, 'Top secret')], null=True, verbose_name='level')),
                ('levelled_on', models.DateField(blank=True, null=True)),
                ('proposed_level', models.SmallIntegerField(blank=True, choices=[(0, 'Public'), (10, 'Internal'), (20, 'Secret'), (30, 'Top secret')], null=True)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('approved_on', models.DateField(blank=True, null=True, verbose_name='approved on')),
                ('outcome', models.CharField(blank=True, choices=[('KEEP_SECRET', 'Keep secret'), ('PATENT', 'Patent'), ('STANDARD', 'Standard'), ('PUBLISH', 'Publish'), ('BY_LAW', 'Managed by law')], max_length=12, verbose_name='use')),
                ('tier', models.CharField(blank=True, choices=[('NEVER', 'Never disclosed'), ('NDA', 'Under an NDA only'), ('ORDINARY', 'In ordinary business')], max_length=10, verbose_name='disclosure')),
                ('department_words', models.CharField(blank=True, max_length=120, verbose_name='department as written')),
                ('owned_from', models.DateField(blank=True, null=True)),
                ('registered_on', models.DateField(blank=True, null=True, verbose_name='registered on')),
                ('origin', models.CharField(choices=[('OWN', 'Our own'), ('RECEIVED', 'Received from others'), ('JOINT', 'Made jointly')], default='OWN', max_length=8, verbose_name='origin')),
                ('giver', models.CharField(blank=True, max_length=120, verbose_name='received from')),
                ('personal', models.BooleanField(default=False, verbose_name='personal information')),
                ('sensitive', models.BooleanField(default=False, verbose_name='sensitive personal information')),
                ('my_number', models.BooleanField(default=False, verbose_name='My Number')),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('custodian', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='kept_assets', to='accounts.person', verbose_name='custodian')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assets', to='accounts.department', verbose_name='department')),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entered_assets', to='accounts.person', verbose_name='entered by')),
                ('judged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person', verbose_name='judged by')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owned_assets', to='accounts.person', verbose_name='person in charge')),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submitted_assets', to='accounts.person', verbose_name='submitted by')),
            ],
            options={
                'verbose_name': 'information asset',
                'verbose_name_plural': 'information assets',
                'ordering': ('code',),
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Carrier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('PAP', 'Paper and drawings'), ('DIG', 'Electronic data'), ('SYS', 'System or server'), ('MED', 'Removable medium'), ('TAC', 'Know-how in memory'), ('LIN', 'Production line'), ('MLD', 'Mold or die'), ('PRO', 'Prototype or sample')], max_length=3, verbose_name='medium')),
                ('host', models.CharField(blank=True, choices=[('OFFICE_PC', 'Office PC'), ('MOBILE', 'Mobile device'), ('IN_HOUSE', 'In-house server'), ('OUTSIDE', 'External server')], max_length=10, verbose_name='on')),
                ('location', models.CharField(blank=True, max_length=200, verbose_name='cabinet, folder, shelf')),
                ('quantity', models.PositiveIntegerField(blank=True, null=True, verbose_name='quantity')),
                ('serial', models.CharField(blank=True, max_length=60, verbose_name='serial number')),
                ('locked', models.BooleanField(blank=True, null=True, verbose_name='locked up')),
                ('lock_checked_on', models.DateField(blank=True, null=True, verbose_name='lock checked on')),
                ('access_control', models.CharField(blank=True, choices=[('NONE', 'Nothing'), ('LOGIN', 'Sign-in only'), ('FOLDER', 'Limited to named people (folder, password)')], max_length=8, verbose_name='who can open it is limited by')),
                ('network', models.CharField(blank=True, choices=[('OFFLINE', 'Not connected'), ('ISOLATED', 'Isolated network'), ('CONNECTED', 'Connected')], max_length=10, verbose_name='network')),
                ('encrypted', models.BooleanField(blank=True, null=True, verbose_name='encrypted')),
                ('label', models.SmallIntegerField(blank=True, choices=[(-1, 'No label'), (0, '“Public” label'), (10, '“Internal” label'), (20, '“Secret” label'), (30, '“Top secret” label')], null=True, verbose_name='secrecy label')),
                ('confidentiality', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='confidentiality')),
                ('integrity', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='integrity')),
                ('availability', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='availability')),
                ('retention', models.CharField(blank=True, max_length=60, verbose_name='keep for')),
                ('notes', models.CharField(blank=True, max_length=500, verbose_name='notes')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('asset', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='carriers', to='assets.asset')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carriers', to='accounts.place', verbose_name='place')),
            ],
            options={
                'verbose_name': 'carrier',
                'verbose_name_plural': 'carriers',
                'ordering': ('asset', 'id'),
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=12)),
                ('at', models.DateTimeField()),
                ('comment', models.TextField(blank=True, max_length=1000, verbose_name='comment')),
                ('level', models.SmallIntegerField(choices=[(0, 'Public'), (10, 'Internal'), (20, 'Secret'), (30, 'Top secret')], null=True)),
                ('digest', models.CharField(max_length=64)),
                ('asset', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='assets.asset')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='accounts.person', verbose_name='by')),
            ],
            options={
                'ordering': ('-at', '-id'),
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=120, verbose_name='purpose')),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='approved_grants', to='accounts.person', verbose_name='approved by')),
                ('asset', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='assets.asset')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='accounts.department', verbose_name='department')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='accounts.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'grant',
                'verbose_name_plural': 'grants',
                'ordering': ('asset', 'from_on', 'id'),
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='GrantProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=120, verbose_name='users as written')),
                ('proposed_on', models.DateField(verbose_name='proposed on')),
                ('asset', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grant_proposals', to='assets.asset')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.department', verbose_name='department')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grant_proposals', to='accounts.person', verbose_name='person')),
                ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person', verbose_name='proposed by')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='GrantReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='on')),
                ('asset', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grant_reviews', to='assets.asset')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person', verbose_name='by')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Holding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('skill', models.CharField(blank=True, max_length=80, verbose_name='skill')),
                ('told_on', models.DateField(blank=True, null=True, verbose_name='told on')),
                ('acknowledged_on', models.DateField(blank=True, null=True, verbose_name='acknowledged on')),
                ('asset', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holdings', to='assets.asset')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='accounts.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'holder',
                'verbose_name_plural': 'holders',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='on')),
                ('scores', models.JSONField(verbose_name='scores')),
                ('reasons', models.JSONField(default=dict, verbose_name='reasons')),
                ('suggested', models.SmallIntegerField(choices=[(0, 'Public'), (10, 'Internal'), (20, 'Secret'), (30, 'Top secret')])),
                ('level', models.SmallIntegerField(choices=[(0, 'Public'), (10, 'Internal'), (20, 'Secret'), (30, 'Top secret')], verbose_name='level')),
                ('override_reason', models.TextField(blank=True, max_length=500, verbose_name='why another level')),
                ('asset', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='judgements', to='assets.asset')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='accounts.person', verbose_name='by')),
            ],
            options={
                'ordering': ('-on', '-id'),
                'get_latest_by': ('on', 'id'),
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='asset',
            index=models.Index(fields=['-updated_at', '-id'], name='asset_newest'),
        ),
        migrations.AddIndex(
            model_name='asset',
            index=models.Index(fields=['business_key', 'name_key'], name='asset_natural_key'),
        ),
        migrations.AddIndex(
            model_name='asset',
            index=models.Index(fields=['department', 'state'], name='asset_department'),
        ),
        migrations.AddConstraint(
            model_name='asset',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', [0, 10, 20, 30]), ('level', None), _connector='OR'), name='asset_level_known'),
        ),
        migrations.AddConstraint(
            model_name='asset',
            constraint=models.CheckConstraint(condition=models.Q(('level__isnull', False), models.Q(('state', 'ACTIVE'), _negated=True), _connector='OR'), name='asset_in_force_has_level'),
        ),
        migrations.AddConstraint(
            model_name='asset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('judged_by__isnull', False), ('proposed_level__isnull', False), ('submitted_by__isnull', False)), models.Q(('state', 'IN_REVIEW'), _negated=True), _connector='OR'), name='asset_in_review_was_submitted'),
        ),
        migrations.AddIndex(
            model_name='carrier',
            index=models.Index(fields=['place', 'asset'], name='carrier_place'),
        ),
        migrations.AddConstraint(
            model_name='carrier',
            constraint=models.CheckConstraint(condition=models.Q(('host', ''), models.Q(('host__in', ('OFFICE_PC', 'MOBILE')), ('kind', 'DIG')), models.Q(('host__in', ('IN_HOUSE', 'OUTSIDE')), ('kind', 'SYS')), _connector='OR'), name='carrier_host_fits_kind', violation_error_message='Office PC and mobile go with data, servers with systems.'),
        ),
        migrations.AddConstraint(
            model_name='carrier',
            constraint=models.CheckConstraint(condition=models.Q(('confidentiality__range', (1, 3)), ('confidentiality', None), _connector='OR'), name='carrier_confidentiality'),
        ),
        migrations.AddConstraint(
            model_name='carrier',
            constraint=models.CheckConstraint(condition=models.Q(('integrity__range', (1, 3)), ('integrity', None), _connector='OR'), name='carrier_integrity'),
        ),
        migrations.AddConstraint(
            model_name='carrier',
            constraint=models.CheckConstraint(condition=models.Q(('availability__range', (1, 3)), ('availability', None), _connector='OR'), name='carrier_availability'),
        ),
        migrations.AddIndex(
            model_name='grant',
            index=models.Index(fields=['person', 'asset', 'from_on', 'until_on'], name='grant_person_cover'),
        ),
        migrations.AddIndex(
            model_name='grant',
            index=models.Index(fields=['department', 'asset', 'from_on', 'until_on'], name='grant_department_cover'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('department__isnull', False), ('person', None)), models.Q(('department', None), ('person__isnull', False)), _connector='OR'), name='grant_to_one', violation_error_message='Choose a person or a department, one of the two.'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='grant_ends_after_start', violation_error_message='The last day lies before the first.'),
        ),
        migrations.AddConstraint(
            model_name='grantproposal',
            constraint=models.UniqueConstraint(fields=('asset', 'words'), name='proposal_once'),
        ),
        migrations.AddIndex(
            model_name='grantreview',
            index=models.Index(fields=['asset', 'on'], name='grant_review_latest'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.UniqueConstraint(fields=('asset', 'person'), name='holding_once'),
        ),
        migrations.AddConstraint(
            model_name='judgement',
            constraint=models.CheckConstraint(condition=models.Q(('suggested', models.F('level')), models.Q(('override_reason', ''), _negated=True), _connector='OR'), name='override_has_reason'),
        ),
    ]
