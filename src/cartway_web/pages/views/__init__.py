"""One module a page: fetch, and render."""
