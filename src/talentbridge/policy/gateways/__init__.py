"""The outside world of policy: published rates of exchange, as files and from the services that publish them."""
