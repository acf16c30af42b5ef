"""requests-oauthlib: as a public client, which it authenticates by Basic with an empty password, and with a secret."""

import os

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"

from requests.auth import HTTPBasicAuth  # noqa: E402
from requests_oauthlib import OAuth2Session  # noqa: E402

from checks import check, check_rotation, main, query_of  # noqa: E402
from mcp_over_requests import REDIRECT_URI, discover, register, use  # noqa: E402
from person import Person  # noqa: E402


def flow(issuer: str, base: str, metadata: dict, members: dict, scope: "str | None"):
    registered = register(metadata, **members)
    secret = registered.get("client_secret", "")
    session = OAuth2Session(registered["client_id"], redirect_uri=REDIRECT_URI, scope=scope, pkce="S256")
    url, state = session.authorization_url(metadata["authorization_endpoint"], resource=base + "/mcp")
    answer = Person(issuer).authorize(url)
    check(query_of(answer)["state"] == state, f"state is not {state} in {answer}")
    # Without include_client_id and auth it sends Basic with whatever secret there is, and be it none.
    token = session.fetch_token(
        metadata["token_endpoint"], authorization_response=answer, client_secret=secret or None
    )
    use(session, issuer, base, registered["client_id"])
    before = (token["access_token"], token["refresh_token"])
    token = session.refresh_token(
        metadata["token_endpoint"], auth=HTTPBasicAuth(registered["client_id"], secret)
    )
    check_rotation(before, (token["access_token"], token["refresh_token"]))
    use(session, issuer, base, registered["client_id"])


def script(issuer: str, base: str) -> str:
    metadata = discover(issuer, base)
    flow(issuer, base, metadata, {"token_endpoint_auth_method": "none"}, "mcp")
    flow(issuer, base, metadata, {}, "mcp")
    flow(issuer, base, metadata, {"token_endpoint_auth_method": "client_secret_basic"}, None)
    return "authorized, used, refreshed and used again: public, no method named, without a scope"


main("requests-oauthlib", script)
