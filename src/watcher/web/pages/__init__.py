"""The pages: each a plain function of a look at the database and what is asked."""
