import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0002_company_settings'),
        ('accounts', '0003_people_who_come_and_go'),
        ('accounts', '0004_pledges_and_trainings'),
        ('accounts', '0005_calendar_language_logo'),
        ('accounts', '0006_invitations_of_people'),
        ('accounts', '0007_delegations'),
        ('accounts', '0008_deciding_in_time'),
        ('accounts', '0009_cabinets'),
        ('accounts', '0010_closed_places'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Company',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('headcount', models.PositiveIntegerField(blank=True, null=True, verbose_name='number of people')),
                ('prefecture', models.CharField(blank=True, choices=[('01', 'Hokkaido'), ('02', 'Aomori'), ('03', 'Iwate'), ('04', 'Miyagi'), ('05', 'Akita'), ('06', 'Yamagata'), ('07', 'Fukushima'), ('08', 'Ibaraki'), ('09', 'Tochigi'), ('10', 'Gunma'), ('11', 'Saitama'), ('12', 'Chiba'), ('13', 'Tokyo'), ('14', 'Kanagawa'), ('15', 'Niigata'), ('16', 'Toyama'), ('17', 'Ishikawa'), ('18', 'Fukui'), ('19', 'Yamanashi'), ('20', 'Nagano'), ('21', 'Gifu'), ('22', 'Shizuoka'), ('23', 'Aichi'), ('24', 'Mie'), ('25', 'Shiga'), ('26', 'Kyoto'), ('27', 'Osaka'), ('28', 'Hyogo'), ('29', 'Nara'), ('30', 'Wakayama'), ('31', 'Tottori'), ('32', 'Shimane'), ('33', 'Okayama'), ('34', 'Hiroshima'), ('35', 'Yamaguchi'), ('36', 'Tokushima'), ('37', 'Kagawa'), ('38', 'Ehime'), ('39', 'Kochi'), ('40', 'Fukuoka'), ('41', 'Saga'), ('42', 'Nagasaki'), ('43', 'Kumamoto'), ('44', 'Oita'), ('45', 'Miyazaki'), ('46', 'Kagoshima'), ('47', 'Okinawa')], max_length=2, verbose_name='prefecture')),
                ('fiscal_year_month', models.PositiveSmallIntegerField(choices=[(1, 'January'), (2, 'February'), (3, 'March'), (4, 'April'), (5, 'May'), (6, 'June'), (7, 'July'), (8, 'August'), (9, 'September'), (10, 'October'), (11, 'November'), (12, 'December')], default=4, verbose_name='fiscal year begins in')),
                ('language', models.CharField(blank=True, choices=[('ja', '日本語'), ('en', 'English')], max_length=5, verbose_name='language')),
                ('calendar', models.CharField(choices=[('WESTERN', 'Western: 2026-11-23'), ('ERA', 'Era: Reiwa 8, 11, 23 (only in Japanese)')], default='WESTERN', max_length=7, verbose_name='dates')),
                ('logo_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('mfa_required', models.CharField(choices=[('ROLES', 'those who lead a department, hold a mandate or look after sign-ins'), ('EVERYBODY', 'everybody'), ('NOBODY', 'nobody')], default='ROLES', max_length=10, verbose_name='second factor asked of')),
                ('decide_within', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='days to decide on what waits')),
                ('escalate_after', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='days after which it goes to the next above, too')),
                ('self_approval_since', models.DateField(editable=False, null=True, verbose_name='self-approval since')),
                ('self_approval_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='why')),
                ('demo', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'verbose_name': 'company',
                'verbose_name_plural': 'company',
                'constraints': [models.CheckConstraint(condition=models.Q(('fiscal_year_month__range', (1, 12))), name='fiscal_year_month_1_to_12'), models.CheckConstraint(condition=models.Q(('decide_within__range', (1, 365)), ('escalate_after__range', (1, 365))), name='days_to_decide')],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('code', models.CharField(max_length=20, unique=True, validators=[django.core.validators.RegexValidator('\\A(?!new\\Z)[^/.\\s][^/\\r\\n]*\\Z', 'A code has no slash and no line break, does not begin with a dot or a space, and is not “new”.')], verbose_name='code')),
            ],
            options={
                'verbose_name': 'outside firm',
                'verbose_name_plural': 'outside firms',
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='Logo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('media_type', models.CharField(max_length=20)),
                ('content', models.BinaryField()),
                ('company', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='logo', to='accounts.company')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('code', models.CharField(max_length=20, unique=True, validators=[django.core.validators.RegexValidator('\\A(?!new\\Z)[^/.\\s][^/\\r\\n]*\\Z', 'A code has no slash and no line break, does not begin with a dot or a space, and is not “new”.')], verbose_name='number')),
                ('employment', models.CharField(choices=[('OFFICER', 'officer'), ('REGULAR', 'regular employee'), ('PART_TIME', 'part-time employee'), ('DISPATCHED', 'dispatched worker'), ('OUTSIDE', 'outside the company')], default='REGULAR', max_length=12, verbose_name='employment')),
                ('entered_on', models.DateField(blank=True, null=True, verbose_name='joined on')),
                ('notice_on', models.DateField(blank=True, null=True, verbose_name='gave notice on')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='accounts.party', verbose_name='works for')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ('code',),
                'constraints': [models.CheckConstraint(condition=models.Q(('entered_on', None), ('left_on', None), ('left_on__gte', models.F('entered_on')), _connector='OR'), name='person_leaves_after_joining', violation_error_message='The last day lies before the first.')],
            },
        ),
        migrations.CreateModel(
            name='LeaverCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('notice_on', models.DateField(verbose_name='gave notice on')),
                ('last_on', models.DateField(verbose_name='last day')),
                ('ends', models.JSONField(default=dict, editable=False)),
                ('items_returned_on', models.DateField(blank=True, null=True, verbose_name='everything came back on')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('withdrawn', models.BooleanField(default=False, verbose_name='notice withdrawn')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person', verbose_name='opened by')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leaver_cases', to='accounts.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'leaver case',
                'verbose_name_plural': 'leaver cases',
                'ordering': ('-last_on', '-id'),
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_on', None)), fields=('person',), name='one_open_leaver_case'), models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('notice_on'))), name='leaver_last_day_after_notice', violation_error_message='The last day lies before the notice.')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField(null=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='accounts.person')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('person', None), ('expires_at__isnull', False), _connector='OR'), name='invitation_of_a_person_expires'), models.UniqueConstraint(condition=models.Q(('person__isnull', False), ('used_at', None), ('withdrawn_at', None)), fields=('person',), name='one_invitation_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('code', models.CharField(max_length=20, unique=True, validators=[django.core.validators.RegexValidator('\\A(?!new\\Z)[^/.\\s][^/\\r\\n]*\\Z', 'A code has no slash and no line break, does not begin with a dot or a space, and is not “new”.')], verbose_name='code')),
                ('path', models.CharField(blank=True, db_index=True, editable=False, max_length=200)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.department', verbose_name='part of')),
                ('deputy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deputised', to='accounts.person', verbose_name='deputy')),
                ('manager', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='managed', to='accounts.person', verbose_name='manager')),
            ],
            options={
                'verbose_name': 'department',
                'verbose_name_plural': 'departments',
                'ordering': ('path',),
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(verbose_name='until')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='accounts.person', verbose_name='in the name of')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person', verbose_name='who decides')),
            ],
            options={
                'verbose_name': 'delegation',
                'verbose_name_plural': 'delegations',
                'ordering': ('-from_on', '-id'),
                'default_permissions': (),
                'indexes': [models.Index(fields=['to', 'from_on', 'until_on'], name='delegation_to_cover')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='delegation_ends_after_start', violation_error_message='The last day lies before the first.'), models.CheckConstraint(condition=models.Q(('to', models.F('giver')), _negated=True), name='delegation_to_another', violation_error_message='Nobody stands in for themselves.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='delegation_has_a_reason')],
            },
        ),
        migrations.AddField(
            model_name='company',
            name='self_approval_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person', verbose_name='by'),
        ),
        migrations.AddConstraint(
            model_name='company',
            constraint=models.CheckConstraint(condition=models.Q(('self_approval_since', None), models.Q(models.Q(('self_approval_reason', ''), _negated=True), ('self_approval_by__isnull', False)), _connector='OR'), name='self_approval_has_a_reason'),
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('language', models.CharField(blank=True, editable=False, max_length=5, verbose_name='language')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('person', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='user', to='accounts.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'sign-in',
                'verbose_name_plural': 'sign-ins',
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('code', models.CharField(max_length=20, unique=True, validators=[django.core.validators.RegexValidator('\\A(?!new\\Z)[^/.\\s][^/\\r\\n]*\\Z', 'A code has no slash and no line break, does not begin with a dot or a space, and is not “new”.')], verbose_name='code')),
                ('path', models.CharField(blank=True, db_index=True, editable=False, max_length=200)),
                ('zone', models.PositiveSmallIntegerField(blank=True, choices=[(0, '0 open to visitors'), (1, '1 staff only'), (2, '2 restricted'), (3, '3 most restricted')], null=True, verbose_name='zone')),
                ('cabinet', models.BooleanField(default=False, help_text='Looked after together with the room around it: no sign, log or camera of its own is asked.', verbose_name='a cabinet, safe or cage')),
                ('closed_on', models.DateField(blank=True, editable=False, null=True, verbose_name='closed on')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.place', verbose_name='inside')),
            ],
            options={
                'verbose_name': 'place',
                'verbose_name_plural': 'places',
                'ordering': ('path',),
                'constraints': [models.CheckConstraint(condition=models.Q(('zone', None), ('zone__lte', 3), _connector='OR'), name='zone_0_to_3')],
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('STEWARD', 'steward of the register'), ('AUDITOR', 'auditor'), ('CHIEF', 'chief information manager'), ('EXECUTIVE', 'executive'), ('BREAK_GLASS', 'emergency access')], max_length=12, verbose_name='role')),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('until_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.department', verbose_name='for the department')),
                ('given_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person', verbose_name='given by')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='accounts.person', verbose_name='person')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.place', verbose_name='for the place')),
            ],
            options={
                'verbose_name': 'mandate',
                'verbose_name_plural': 'mandates',
                'constraints': [models.CheckConstraint(condition=models.Q(('department', None), ('place', None), _connector='OR'), name='mandate_has_one_scope', violation_error_message='Choose a department or a place, not both; neither means the company.'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'BREAK_GLASS'), _negated=True), models.Q(('until_at__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='break_glass_has_reason_and_end')],
            },
        ),
        migrations.CreateModel(
            name='Pledge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ENTRY', 'on joining'), ('PROJECT', 'for a project'), ('SECONDMENT', 'on a secondment'), ('SIDE_JOB', 'for a side job'), ('EXIT', 'on leaving')], max_length=10, verbose_name='kind')),
                ('signed_on', models.DateField(verbose_name='signed on')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='binds until')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.blob', verbose_name='file')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pledges', to='accounts.person', verbose_name='person')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person', verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'pledge',
                'verbose_name_plural': 'pledges',
                'ordering': ('-signed_on', '-id'),
                'default_permissions': (),
                'indexes': [models.Index(fields=['person', 'kind', 'signed_on', 'until_on'], name='pledge_person_cover')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('signed_on')), _connector='OR'), name='pledge_ends_after_signing', violation_error_message='The last day lies before the first.')],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='accounts.department', verbose_name='department')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='postings', to='accounts.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'posting',
                'verbose_name_plural': 'postings',
                'ordering': ('from_on',),
            },
        ),
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=120, verbose_name='topic')),
                ('on', models.DateField(verbose_name='on')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.blob', verbose_name='file')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='accounts.person', verbose_name='person')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person', verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'training',
                'verbose_name_plural': 'trainings',
                'ordering': ('-on', '-id'),
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('person', 'topic', 'on'), name='training_once', violation_error_message='This training is already on record for this day.')],
            },
        ),
    ]
