import Foundation
import NIOHTTP1

/// The requests of a client, one function each. The pair of verifier and challenge is the one of RFC 7636, appendix B.
extension Wire {
    static let redirectURI = "http://127.0.0.1:7777/callback"

    func register() async throws -> Answer {
        try await post(
            "/oauth/register",
            json: """
                {"redirect_uris":["\(Self.redirectURI)"],"token_endpoint_auth_method":"none",\
                "grant_types":["authorization_code","refresh_token"]}
                """)
    }

    /// The whole way through the browser, which finishes by itself under `auto_approve`. `nil`: it led to no code.
    func authorize(_ client: String) async throws -> String? {
        var location =
            "/oauth/authorize?"
            + Self.encode([
                "response_type": "code", "client_id": client, "redirect_uri": Self.redirectURI,
                "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                "code_challenge_method": "S256", "state": "s",
            ])
        var cookies: [String: String] = [:]
        for _ in 0..<10 {
            let jar = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            let answer = try await get(location, cookies: jar.isEmpty ? nil : jar)
            for cookie in answer.headers["Set-Cookie"] {
                let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
                if pair.count == 2 { cookies[String(pair[0])] = String(pair[1]) }
            }
            guard let next = answer.headers.first(name: "Location") else { return nil }
            if next.hasPrefix(Self.redirectURI) {
                let items = URLComponents(string: next)?.queryItems ?? []
                return items.first { $0.name == "code" }?.value
            }
            location = next
        }
        return nil
    }

    func redeem(_ code: String, of client: String) async throws -> Answer {
        try await post(
            "/oauth/token",
            form: [
                "grant_type": "authorization_code", "code": code, "client_id": client,
                "redirect_uri": Self.redirectURI,
                "code_verifier": "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            ])
    }

    func refresh(_ token: String, of client: String) async throws -> Answer {
        try await post(
            "/oauth/token",
            form: ["grant_type": "refresh_token", "refresh_token": token, "client_id": client])
    }

    func revoke(_ token: String, of client: String) async throws -> Answer {
        try await post("/oauth/revoke", form: ["token": token, "client_id": client])
    }

    func introspect(_ token: String) async throws -> Answer {
        try await post("/oauth/introspect", form: ["token": token])
    }
}
