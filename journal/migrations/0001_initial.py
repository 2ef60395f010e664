

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.UUIDField(db_index=True)),
                ('row', models.CharField(db_index=True, max_length=80)),
                ('values', models.JSONField()),
            ],
            options={
                'ordering': ('id',),
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('act', models.UUIDField(unique=True)),
                ('at', models.DateTimeField(db_index=True)),
                ('actor_id', models.BigIntegerField(db_index=True, null=True)),
                ('verb', models.CharField(max_length=60)),
                ('about', models.CharField(blank=True, db_index=True, max_length=80)),
                ('facts', models.JSONField(default=dict)),
                ('changes', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('mac', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ('id',),
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.BigIntegerField(default=0)),
                ('mac', models.CharField(default='', max_length=64)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Private',
            fields=[
                ('hash', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('value', models.TextField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
    ]
