"""What a criterion gives: `reference` defines and explains the meaning, `columnar` screens."""
