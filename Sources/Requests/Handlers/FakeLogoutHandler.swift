package import Endpoint
package import OAuthCore
import OAuthModel
package import Pages
import WireText

/// Answers `POST /logout`: this browser's session at the fake upstream ends. Grants are not touched.
///
/// Only who has the session can end it, and no page of another origin can make them: it is refused when the browser names
/// one (``HeaderFields/isFromPageElsewhere(than:)``); and where it names none, the cookie is `SameSite=Lax`, so that it does not
/// come along from another site. Without the cookie nothing changes, not even the browser's cookies. There is no token in a form to
/// check, so that `curl` and a client's "sign out" link need no page of ours first.
package struct FakeLogoutHandler: DecidingHandler {
    private let sessions: FakeSessions
    private let page: PageTemplate<LoggedOutPage>
    private let answers: PageAnswers
    private let cookies: Cookies
    private let origin: WireText

    /// - Parameter origin: This server's own: scheme, host and port.
    package init(
        sessions: FakeSessions, page: PageTemplate<LoggedOutPage>, answers: PageAnswers, cookies: Cookies,
        origin: String
    ) {
        self.sessions = sessions
        self.page = page
        self.answers = answers
        self.cookies = cookies
        self.origin = WireText(origin)
    }

    package func respond(to request: EndpointRequest) async -> DecidedAnswer {
        guard !request.headers.isFromPageElsewhere(than: origin) else {
            return answers.refusal(
                LoginReason.logoutElsewhere, requestID: request.head.requestID, status: 403, for: .person)
        }
        guard let session = cookies.session(request.head) else {
            return DecidedAnswer(answers.page(200, page.render(LoggedOutPage(hadSession: false))), .nothing)
        }
        do {
            let hadSession = try await sessions.end(session)
            var response = answers.page(200, page.render(LoggedOutPage(hadSession: hadSession)))
            response.headers.add("Set-Cookie", cookies.clearSession)
            return DecidedAnswer(response, hadSession ? .loggedOut : .nothing)
        } catch {
            return answers.failure(error, requestID: request.head.requestID)
        }
    }
}
