"""Write anew what assets are found by, and with it the index of search."""

from itertools import batched
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from assets.models import Asset, SearchText

BATCH = 2_000


class Command(BaseCommand):
    help = "Write the words and the index of search anew, from the register as it stands."

    def handle(self, *args: Any, **options: Any) -> None:  # Django's own name
        keys = list(Asset._base_manager.order_by("pk").values_list("pk", flat=True))
        with transaction.atomic():
            SearchText._base_manager.all().delete()
            for chunk in batched(keys, BATCH):
                Asset.remember(Asset._base_manager.filter(pk__in=chunk))
        self.stdout.write(f"{len(keys)}")
