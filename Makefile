# Thin on purpose: the work is in scripts/.
.DEFAULT_GOAL := help
.PHONY: help setup run test bench lint messages lock

help:  ## what can be made (this list)
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

setup:  ## everything Kura needs, under .venv, node_modules and build
	@scripts/setup

run:  ## set up, load the demo company (DEMO=no: not), serve on http://127.0.0.1:8000 (PORT=…)
	@scripts/run

test:  ## unit tests on SQLite and on PostgreSQL, then the walk in a browser
	@scripts/test

bench:  ## every benchmark in benchmarks/
	@scripts/bench

lint:  ## style, types, layers, templates, migrations, settings, translations
	@scripts/lint

messages:  ## refresh locale/ja/LC_MESSAGES/django.po from the sources
	@scripts/setup --test
	@.venv/bin/python scripts/extract_messages.py

lock:  ## compile requirements*.in into the hash-pinned requirements*.txt (needs uv)
	@scripts/lock
