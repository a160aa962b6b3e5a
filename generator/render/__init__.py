"""Views: a release becomes pages, texts and pictures to make (`views.py` lists them)."""
