import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('classification', '0001_initial'),
        ('classification', '0002_the_companys_levels'),
        ('classification', '0003_loss_limits'),
        ('classification', '0004_company_rules'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_squashed_0010_closed_places'),
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rulebook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
            ],
            options={
                'verbose_name': 'company rules',
                'verbose_name_plural': 'company rules',
                'ordering': ('pk',),
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('state', models.CharField(choices=[('DRAFT', 'Draft'), ('ADOPTED', 'Adopted')], default='DRAFT', max_length=8, verbose_name='state')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what changes')),
                ('adopted_on', models.DateField(blank=True, null=True, verbose_name='adopted on')),
                ('adopted_at', models.CharField(blank=True, max_length=100, verbose_name='adopted by')),
                ('from_on', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('saves', models.PositiveIntegerField(default=0, editable=False)),
                ('adopted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person', verbose_name='recorded by')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.blob', verbose_name='file')),
                ('rulebook', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='classification.rulebook', verbose_name='company rules')),
            ],
            options={
                'verbose_name': 'edition',
                'verbose_name_plural': 'editions',
                'ordering': ('rulebook', '-version'),
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('rulebook', 'version'), name='edition_once'), models.UniqueConstraint(condition=models.Q(('state', 'DRAFT')), fields=('rulebook',), name='one_draft_at_a_time'), models.CheckConstraint(condition=models.Q(('state', 'DRAFT'), models.Q(('adopted_on__isnull', False), ('from_on__isnull', False)), _connector='OR'), name='adopted_has_days')],
            },
        ),
        migrations.CreateModel(
            name='OwnLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.SmallIntegerField(choices=[(0, 'Public'), (10, 'Internal'), (20, 'Secret'), (30, 'Top secret')], unique=True, verbose_name='level')),
                ('name', models.CharField(blank=True, max_length=20, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=30, verbose_name='name in English')),
                ('colour', models.CharField(blank=True, choices=[('VERMILION', 'Vermilion'), ('PLUM', 'Plum'), ('AMBER', 'Amber'), ('MOSS', 'Moss green'), ('SLATE', 'Slate blue'), ('INDIGO', 'Indigo'), ('INK', 'Black'), ('GREY', 'Grey')], max_length=10, verbose_name='colour')),
                ('sign', models.CharField(blank=True, max_length=4, verbose_name='sign')),
            ],
            options={
                'verbose_name': 'level',
                'verbose_name_plural': 'levels',
                'ordering': ('-level',),
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', [0, 10, 20, 30])), name='own_level_known')],
            },
        ),
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.SmallIntegerField(choices=[(0, 'Public'), (10, 'Internal'), (20, 'Secret'), (30, 'Top secret')], verbose_name='level')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('at', models.DateTimeField(verbose_name='confirmed')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to='accounts.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'confirmation of handling rules',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('person', 'level', 'version'), name='acknowledged_once')],
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='confirmed')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person', verbose_name='person')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='classification.edition', verbose_name='edition')),
            ],
            options={
                'verbose_name': 'confirmation of company rules',
                'verbose_name_plural': 'confirmations of company rules',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('edition', 'person'), name='edition_confirmed_once')],
            },
        ),
        migrations.CreateModel(
            name='Clause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('number', models.CharField(blank=True, max_length=20, verbose_name='number')),
                ('title', models.CharField(blank=True, max_length=100, verbose_name='title')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('topic', models.CharField(blank=True, choices=[('scope', 'Purpose and scope'), ('definition', 'What is secret'), ('roles', 'Who is responsible'), ('classification', 'Levels and who decides them'), ('label', 'Labels'), ('access', 'Who may know'), ('storage', 'Keeping'), ('copy', 'Copying'), ('transfer', 'Taking out and sending'), ('personal_media', 'Private devices and media'), ('disclosure', 'Showing to outsiders'), ('received', 'What others entrust to us'), ('disposal', 'Disposal'), ('telework', 'Telework'), ('cloud_ai', 'Cloud services and generative AI'), ('visitor', 'Visitors'), ('personnel', 'Joining, moving, leaving: pledges'), ('training', 'Training'), ('audit', 'Audit'), ('incident', 'Reporting incidents'), ('sanction', 'Sanctions'), ('review', 'Review of the rules')], max_length=16, verbose_name='topic')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clauses', to='classification.edition', verbose_name='edition')),
            ],
            options={
                'verbose_name': 'clause',
                'verbose_name_plural': 'clauses',
                'ordering': ('edition', 'position'),
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('edition', 'position'), name='clause_once')],
            },
        ),
        migrations.CreateModel(
            name='Handling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.SmallIntegerField(choices=[(0, 'Public'), (10, 'Internal'), (20, 'Secret'), (30, 'Top secret')], verbose_name='level')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('texts', models.JSONField(verbose_name='rules')),
                ('from_on', models.DateField(verbose_name='in force from')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person', verbose_name='by')),
            ],
            options={
                'verbose_name': 'handling rules',
                'ordering': ('level', '-version'),
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('level', 'version'), name='handling_version_once'), models.CheckConstraint(condition=models.Q(('version__gte', 2)), name='handling_after_the_proposal'), models.CheckConstraint(condition=models.Q(('level__in', [0, 10, 20, 30])), name='handling_level_known')],
            },
        ),
        migrations.CreateModel(
            name='LossLimits',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('low', models.PositiveBigIntegerField(verbose_name='a loss scores 2 from (yen)')),
                ('high', models.PositiveBigIntegerField(verbose_name='a loss scores 3 above (yen)')),
                ('on', models.DateField(verbose_name='in force from')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person', verbose_name='by')),
            ],
            options={
                'verbose_name': 'steps of the loss',
                'ordering': ('-on', '-pk'),
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('low__gte', 1), ('high__gt', models.F('low'))), name='loss_limits_rise')],
            },
        ),
    ]
