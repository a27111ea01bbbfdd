"""The pages of the till, a module per thing that one comes to do."""
