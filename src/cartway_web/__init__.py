"""The pages: server-rendered, no rules of their own. They call `cartway.access` and show."""
