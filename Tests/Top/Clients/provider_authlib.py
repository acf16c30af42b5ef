"""An OpenID provider, built on Authlib as its documentation has it, for logins at somebody else's.

PORT says where it listens, REDIRECT_URI where it sends people back. It lets people in without asking (`/control/login` makes it
show a form), rotates refresh tokens, and ends a login whose old refresh token comes again. What happens at `/control` is for the
tests: rotating keys, outages, ending logins, and counts of what it was asked.
"""

import os
import secrets
import threading
import time

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from authlib.integrations.flask_oauth2 import AuthorizationServer  # noqa: E402
from authlib.oauth2.rfc6749 import ClientMixin, TokenMixin, grants  # noqa: E402
from authlib.oauth2.rfc7636 import CodeChallenge  # noqa: E402
from authlib.oidc.core import UserInfo  # noqa: E402
from authlib.oidc.core.grants import OpenIDCode  # noqa: E402
from flask import Flask, jsonify, request  # noqa: E402
from joserfc.jwk import ECKey  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402

PORT = int(os.environ["PORT"])
ISSUER = f"http://localhost:{PORT}"
CLIENT_ID = os.environ.get("CLIENT_ID", "mcp-auth")
CLIENT_SECRET = os.environ.get("CLIENT_SECRET", "the-secret-of-mcp-auth-at-the-provider")
REDIRECT_URI = os.environ["REDIRECT_URI"]

USERS = {
    "kim": {
        "sub": "kim",
        "name": "Kim Doe",
        "email": "kim@corp.example",
        "email_verified": True,
        "groups": ["staff", "tools"],
        "realm_access": {"roles": ["operator"]},
    },
    "lou": {
        "sub": "lou",
        "name": "Lou Roe",
        "email": "lou@other.example",
        "email_verified": False,
        "groups": [],
    },
}


class State:
    def __init__(self):
        self.lock = threading.RLock()
        self.keys = [self.new_key()]
        self.is_away = False
        self.delay = 0.0
        self.is_rotating = True
        self.shows_form = False
        self.user = "kim"
        self.codes = {}
        self.tokens = []
        self.counts = {}
        # All that it ever gave out, for who looks whether anybody wrote it down.
        self.given = []

    @staticmethod
    def new_key():
        return ECKey.generate_key("P-256", {"kid": secrets.token_urlsafe(8), "use": "sig", "alg": "ES256"})

    def count(self, what):
        with self.lock:
            self.counts[what] = self.counts.get(what, 0) + 1

    def give(self, value):
        with self.lock:
            self.given.append(value)
        return value


STATE = State()


class Client(ClientMixin):
    client_id = CLIENT_ID

    def get_client_id(self):
        return CLIENT_ID

    def get_default_redirect_uri(self):
        return REDIRECT_URI

    def get_allowed_scope(self, scope):
        return scope or ""

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri == REDIRECT_URI

    def check_client_secret(self, client_secret):
        return secrets.compare_digest(client_secret, CLIENT_SECRET)

    def check_endpoint_auth_method(self, method, endpoint):
        return method in ("client_secret_basic", "client_secret_post")

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type in ("authorization_code", "refresh_token")


class Code:
    def __init__(self, code, request, user):
        payload = request.payload
        self.code = code
        self.redirect_uri = payload.redirect_uri
        self.scope = payload.scope
        self.user = user
        self.nonce = payload.data.get("nonce")
        self.code_challenge = payload.data.get("code_challenge")
        self.code_challenge_method = payload.data.get("code_challenge_method")
        self.auth_time = int(time.time())

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope

    def get_nonce(self):
        return self.nonce

    def get_auth_time(self):
        return self.auth_time

    def get_acr(self):
        return None

    def get_amr(self):
        return None


class Token(TokenMixin):
    def __init__(self, token, user, login):
        self.access_token = token["access_token"]
        self.refresh_token = token.get("refresh_token")
        self.scope = token.get("scope", "")
        self.user = user
        self.login = login
        self.is_spent = False
        self.is_ended = False

    def check_client(self, client):
        return True

    def get_scope(self):
        return self.scope

    def get_expires_in(self):
        return 3600

    def is_expired(self):
        return False

    def is_revoked(self):
        return self.is_ended


class AuthorizationCode(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

    def save_authorization_code(self, code, request):
        with STATE.lock:
            STATE.codes[STATE.give(code)] = Code(code, request, request.user)

    def query_authorization_code(self, code, client):
        # Once, whoever asks: two at the same time get one.
        with STATE.lock:
            return STATE.codes.pop(code, None)

    def delete_authorization_code(self, authorization_code):
        pass

    def authenticate_user(self, authorization_code):
        return authorization_code.user


class RefreshToken(grants.RefreshTokenGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

    @property
    def INCLUDE_NEW_REFRESH_TOKEN(self):
        return STATE.is_rotating

    def authenticate_refresh_token(self, refresh_token):
        with STATE.lock:
            found = next((t for t in STATE.tokens if t.refresh_token == refresh_token), None)
            if found is None or found.is_ended:
                return None
            if found.is_spent:
                # Somebody has an old one: the login is over for everybody (RFC 9700 §4.14.2).
                STATE.count("reused")
                for token in STATE.tokens:
                    token.is_ended = token.is_ended or token.login == found.login
                return None
            found.is_spent = STATE.is_rotating
            return found

    def authenticate_user(self, refresh_token):
        self.request.login = refresh_token.login
        return refresh_token.user

    def revoke_old_credential(self, refresh_token):
        pass


class IDToken(OpenIDCode):
    def exists_nonce(self, nonce, request):
        return False

    def get_client_algorithm(self, client):
        return "ES256"

    def get_client_claims(self, client):
        return {"iss": ISSUER, "exp": int(time.time()) + 300}

    def get_encode_header(self, client):
        return {"alg": "ES256", "kid": STATE.keys[-1].kid}

    def resolve_client_private_key(self, client):
        return STATE.keys[-1]

    def generate_user_info(self, user, scope):
        return UserInfo(**USERS[user])


app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)


def save_token(token, request):
    login = getattr(request, "login", None) or secrets.token_urlsafe(8)
    with STATE.lock:
        for name in ("access_token", "refresh_token", "id_token"):
            if token.get(name):
                STATE.give(token[name])
        STATE.tokens.append(Token(token, request.user, login))


server = AuthorizationServer(
    app, query_client=lambda id: Client() if id == CLIENT_ID else None, save_token=save_token
)
server.register_token_generator(
    "default",
    lambda grant_type, client, user=None, scope=None, expires_in=None, include_refresh_token=True: {
        "token_type": "Bearer",
        "access_token": "provider-access-" + secrets.token_urlsafe(32),
        "expires_in": 3600,
        "scope": scope or "",
        **({"refresh_token": "provider-refresh-" + secrets.token_urlsafe(32)} if include_refresh_token else {}),
    },
)
server.register_grant(AuthorizationCode, [CodeChallenge(required=True), IDToken()])
server.register_grant(RefreshToken)


@app.before_request
def outage():
    if STATE.is_away and not request.path.startswith("/control"):
        STATE.count("away")
        return "out of order", 503
    return None


@app.get("/.well-known/openid-configuration")
def configuration():
    STATE.count("configuration")
    return jsonify(
        issuer=ISSUER,
        authorization_endpoint=ISSUER + "/authorize",
        token_endpoint=ISSUER + "/token",
        userinfo_endpoint=ISSUER + "/userinfo",
        jwks_uri=ISSUER + "/keys",
        response_types_supported=["code"],
        subject_types_supported=["public"],
        id_token_signing_alg_values_supported=["ES256"],
        code_challenge_methods_supported=["S256"],
        token_endpoint_auth_methods_supported=["client_secret_basic", "client_secret_post"],
        scopes_supported=["openid", "profile", "email", "offline_access"],
    )


@app.get("/keys")
def keys():
    STATE.count("keys")
    return jsonify(keys=[key.as_dict(private=False) for key in STATE.keys])


@app.route("/authorize", methods=["GET", "POST"])
def authorize():
    if STATE.shows_form and request.method == "GET":
        return (
            f'<!doctype html><title>Sign in</title><form method="post" action="?{request.query_string.decode()}">'
            '<label>User <input name="user" autofocus></label><button type="submit">Sign in</button></form>'
        )
    user = request.form.get("user", STATE.user)
    if user not in USERS:
        return "nobody of that name", 403
    STATE.count("authorize")
    grant = server.get_consent_grant(end_user=user)
    return server.create_authorization_response(grant=grant, grant_user=user)


@app.post("/token")
def token():
    STATE.count(request.form.get("grant_type", "none"))
    time.sleep(STATE.delay)
    return server.create_token_response()


@app.get("/userinfo")
def userinfo():
    STATE.count("userinfo")
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    found = next((t for t in STATE.tokens if t.access_token == sent and not t.is_ended), None)
    if found is None:
        return jsonify(error="invalid_token"), 401
    return jsonify(USERS[found.user])


@app.post("/control/<what>")
def control(what):
    with STATE.lock:
        if what == "rotate-keys":
            STATE.keys = [State.new_key()]
        elif what == "outage":
            STATE.is_away = request.form["on"] == "true"
        elif what == "delay":
            STATE.delay = float(request.form["seconds"])
        elif what == "rotation":
            STATE.is_rotating = request.form["on"] == "true"
        elif what == "login":
            STATE.shows_form = request.form.get("form") == "true"
            STATE.user = request.form.get("user", STATE.user)
        elif what == "end-logins":
            for token in STATE.tokens:
                token.is_ended = True
        else:
            return "", 404
    return "", 204


@app.get("/control/counts")
def counts():
    return jsonify(STATE.counts)


@app.get("/control/given")
def given():
    return jsonify(given=STATE.given)


if __name__ == "__main__":
    make_server("127.0.0.1", PORT, app, threaded=True).serve_forever()
