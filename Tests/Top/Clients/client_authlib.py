"""Authlib, with each way to authenticate at the token endpoint that it has in common with the server."""

import os

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from authlib.common.security import generate_token  # noqa: E402
from authlib.integrations.requests_client import OAuth2Session  # noqa: E402

from checks import check, check_rotation, main, query_of  # noqa: E402
from mcp_over_requests import REDIRECT_URI, discover, register, use  # noqa: E402
from person import Person  # noqa: E402


def flow(issuer: str, base: str, metadata: dict, method: str):
    registered = register(metadata, token_endpoint_auth_method=method)
    session = OAuth2Session(
        registered["client_id"],
        registered.get("client_secret"),
        token_endpoint_auth_method=method,
        scope="mcp",
        redirect_uri=REDIRECT_URI,
        code_challenge_method="S256",
    )
    verifier = generate_token(64)
    url, state = session.create_authorization_url(
        metadata["authorization_endpoint"], code_verifier=verifier, resource=base + "/mcp"
    )
    answer = Person(issuer).authorize(url)
    check(query_of(answer)["iss"] == issuer, f"iss is not {issuer} in {answer}")
    token = session.fetch_token(
        metadata["token_endpoint"], authorization_response=answer, state=state, code_verifier=verifier
    )
    check(token["token_type"] == "Bearer" and token["scope"] == "mcp", f"the token is {token['token_type']}")
    check(isinstance(token["expires_in"], int), "expires_in is not an integer")
    use(session, issuer, base, registered["client_id"])
    before = (token["access_token"], token["refresh_token"])
    token = session.refresh_token(metadata["token_endpoint"], refresh_token=token["refresh_token"])
    check_rotation(before, (token["access_token"], token["refresh_token"]))
    use(session, issuer, base, registered["client_id"])


def script(issuer: str, base: str) -> str:
    metadata = discover(issuer, base)
    methods = ["none", "client_secret_basic", "client_secret_post"]
    for method in methods:
        check(
            method in metadata["token_endpoint_auth_methods_supported"],
            f"{method} is not among {metadata['token_endpoint_auth_methods_supported']}",
        )
        flow(issuer, base, metadata, method)
    return "authorized, used, refreshed and used again with " + ", ".join(methods)


main("authlib", script)
