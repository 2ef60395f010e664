from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assets', '0002_sealed_names'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='decision',
            options={'default_permissions': (), 'ordering': ('-at', '-id'), 'verbose_name': 'decision', 'verbose_name_plural': 'decisions'},
        ),
        migrations.AlterModelOptions(
            name='grantproposal',
            options={'default_permissions': (), 'verbose_name': 'proposed grant', 'verbose_name_plural': 'proposed grants'},
        ),
        migrations.AlterModelOptions(
            name='grantreview',
            options={'default_permissions': (), 'verbose_name': 'review of the access list', 'verbose_name_plural': 'reviews of the access list'},
        ),
        migrations.AlterModelOptions(
            name='judgement',
            options={'default_permissions': (), 'get_latest_by': ('on', 'id'), 'ordering': ('-on', '-id'), 'verbose_name': 'judgement', 'verbose_name_plural': 'judgements'},
        ),
        migrations.AlterField(
            model_name='asset',
            name='levelled_on',
            field=models.DateField(blank=True, null=True, verbose_name='at this level since'),
        ),
        migrations.AlterField(
            model_name='asset',
            name='owned_from',
            field=models.DateField(blank=True, null=True, verbose_name='in charge since'),
        ),
        migrations.AlterField(
            model_name='asset',
            name='proposed_level',
            field=models.SmallIntegerField(blank=True, choices=[(0, 'Public'), (10, 'Internal'), (20, 'Secret'), (30, 'Top secret')], null=True, verbose_name='proposed level'),
        ),
        migrations.AlterField(
            model_name='asset',
            name='state',
            field=models.CharField(choices=[('CANDIDATE', 'Candidate'), ('IN_REVIEW', 'In review'), ('ACTIVE', 'In force'), ('RETIRED', 'Retired')], default='CANDIDATE', max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='asset',
            name='submitted_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='submitted at'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='at',
            field=models.DateTimeField(verbose_name='at'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='level',
            field=models.SmallIntegerField(choices=[(0, 'Public'), (10, 'Internal'), (20, 'Secret'), (30, 'Top secret')], null=True, verbose_name='level'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='step',
            field=models.CharField(max_length=12, verbose_name='step'),
        ),
        migrations.AlterField(
            model_name='judgement',
            name='suggested',
            field=models.SmallIntegerField(choices=[(0, 'Public'), (10, 'Internal'), (20, 'Secret'), (30, 'Top secret')], verbose_name='suggested level'),
        ),
    ]
