"""A person who consents and signs in at a provider, for a client that is somewhere else: AUTHORIZE is where it sends them.

The last line is the address at which the client is called back.
"""

import os

from elsewhere import PersonElsewhere

issuer = os.environ["AUTH_SERVER_URL"]
print(PersonElsewhere(issuer).authorize(issuer + os.environ["AUTHORIZE"]))
