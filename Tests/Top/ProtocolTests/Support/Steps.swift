import Foundation
import JSON
import Support
import Testing
import WireText

/// The value that a client chose in ``TestClient/authorizePath(_:path:)``.
let clientState = "xyz & ü=1"

/// Stays here: a page for people that leads nowhere.
///
/// - Parameter offersAnotherTry: The request waits: there is a form that begins the login anew, and a way back to the client.
func expectPage(
    _ response: Response, status: Int = 400, showsWayBack: Bool = false, offersAnotherTry: Bool = false,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(response.status == status, sourceLocation: sourceLocation)
    #expect(response["content-type"] == "text/html; charset=utf-8", sourceLocation: sourceLocation)
    #expect(response.location == nil, sourceLocation: sourceLocation)
    #expect(
        response.text.contains("<a ") == (showsWayBack || offersAnotherTry), sourceLocation: sourceLocation)
    #expect(response.text.contains("<form ") == offersAnotherTry, sourceLocation: sourceLocation)
}

/// Asks for consent.
func expectConsent(_ response: Response, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(response.status == 200, sourceLocation: sourceLocation)
    #expect(response.location == nil, sourceLocation: sourceLocation)
    #expect(response.text.contains("name=\"decision\" value=\"approve\""), sourceLocation: sourceLocation)
}

/// Leaves for the client with an error, each parameter once (RFC 6749 §4.1.2.1, RFC 9207 §2).
func expectError(
    _ error: String, _ response: Response, of client: TestClient, status: Int = 302,
    state: String? = clientState, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(response.status == status, sourceLocation: sourceLocation)
    expectError(error, in: response.redirect, of: client, state: state, sourceLocation: sourceLocation)
    #expect(response.location?.hasPrefix(client.redirectURI + "?") == true, sourceLocation: sourceLocation)
}

func expectError(
    _ error: String, in parameters: [(name: String, value: String)], of client: TestClient,
    state: String? = clientState, sourceLocation: SourceLocation = #_sourceLocation
) {
    let names = ["error", "error_description"] + (state == nil ? [] : ["state"]) + ["iss"]
    #expect(parameters.map(\.name) == names, sourceLocation: sourceLocation)
    let values = Dictionary(parameters.map { ($0.name, $0.value) }) { first, _ in first }
    #expect(values["error"] == error, sourceLocation: sourceLocation)
    #expect(values["error_description"]?.isEmpty == false, sourceLocation: sourceLocation)
    #expect(values["state"] == state, sourceLocation: sourceLocation)
    #expect(values["iss"] == client.server.issuer, sourceLocation: sourceLocation)
}

extension TestClient {
    /// The client of the shipped manifest.
    static func demo(
        _ server: TestServer, redirectURI: String = "http://127.0.0.1:7777/callback"
    )
        -> TestClient
    {
        TestClient(server: server, id: "demo-client", secret: nil, redirectURI: redirectURI, method: "none")
    }

    /// Sends an authorization request from nowhere, without cookies.
    func authorize(_ changes: [String: String?] = [:], adding suffix: String = "") async throws -> Response {
        try await server.get(authorizePath(changes) + suffix, headers: [("Accept", "text/html")])
    }
}

/// One step of a person, without following where it leads.
extension Browser {
    func decide(_ decision: String, on consent: Response) async throws -> Response {
        let fields = try Form(consent, having: ("decision", decision)).fields
        return try await post(
            "/oauth/authorize",
            ["request": fields["request"] ?? "", "csrf": fields["csrf"] ?? "", "decision": decision])
    }

    /// Uses the login page; without a user the one that it shows.
    func login(_ action: String, on page: Response, as user: String? = nil) async throws -> Response {
        let fields = try Form(page, having: ("action", "finish")).fields
        return try await post(
            "/fakeupstreamauth/authorize",
            [
                "state": fields["state"] ?? "", "redirect_uri": fields["redirect_uri"] ?? "",
                "csrf": fields["csrf"] ?? "", "user_id": user ?? fields["user_id"] ?? "", "action": action,
            ])
    }

    /// Consents; what comes is the login page.
    func loginPage(of client: TestClient, _ changes: [String: String?] = [:]) async throws -> Response {
        try await follow(try await decide("approve", on: try await open(client.authorizePath(changes))))
    }

    /// Consents and logs in; what comes is the address of this server's callback, with code and state of the upstream.
    func callback(of client: TestClient, as user: String = "ada") async throws -> String {
        let answer = try await login("finish", on: try await loginPage(of: client), as: user)
        guard answer.status == 303, let location = answer.location else {
            throw TestFailure("login: \(answer.status) \(answer.text)")
        }
        return location
    }
}

/// Whom the code of an answer is for.
func subject(_ client: TestClient, _ answer: Response) async throws -> String? {
    let tokens = try Tokens(try await client.redeem(answer.redirect("code") ?? ""))
    return try await client.server.introspect(tokens.access).json["sub"]?.string?.shown
}

/// The user that a login page would sign in.
func shownUser(_ page: Response) throws -> String? {
    try Form(page, having: ("action", "finish")).fields["user_id"]
}

/// The user id that a login page offers as the one that this browser keeps.
func keptUser(_ page: Response) -> String? {
    text(of: page, from: "id=\"user_id\" name=\"user_id\" value=\"", to: "\"")
}

/// The parameters of an absolute URL or of a path, decoded.
func query(_ url: String) -> [(name: String, value: String)] {
    (URLComponents(string: url)?.queryItems ?? []).map { ($0.name, $0.value ?? "") }
}

/// What is between two marks of a page, with its character references resolved.
func text(of page: Response, from start: String, to end: String) -> String? {
    guard let first = page.text.range(of: start),
        let last = page.text[first.upperBound...].range(of: end)
    else { return nil }
    return page.text[first.upperBound..<last.lowerBound]
        .replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&#39;", with: "'")
        .replacingOccurrences(of: "&#96;", with: "`").replacingOccurrences(of: "&lt;", with: "<")
        .replacingOccurrences(of: "&gt;", with: ">")
        .replacingOccurrences(of: "&amp;", with: "&")
}
