/// A consent or a login that leads nowhere. All of them are told to the person at the browser.
package enum LoginReason: String, RefusalReason {
    case consentForged, requestExpired, loginFinished, loginForeign, loginUnstarted
    case loginDenied, loginCodeMissing, loginUnconfirmed
    case loginFormUninvited, loginFormForged, loginFormIncomplete
    case logoutElsewhere

    private static var notHere: StaticString {
        "this request was not started in this browser, or it took too long; start again from the application"
    }
    private static var unconfirmed: StaticString {
        "the login can't be confirmed; start again from the application"
    }
    private static var again: StaticString { "start again from the application" }

    package var rule: RefusalRule {
        switch self {
        case .consentForged:
            RefusalRule(
                .accessDenied, "RFC 9700 §4.7.1", Self.notHere,
                finding: "the consent form came from another browser or page, or its cookie is gone",
                remedy: "start again from the application, with cookies on and the same host name all the way"
            )
        case .requestExpired:
            RefusalRule(
                .invalidRequest, "RFC 6749 §4.1",
                "this request was answered already, or it took too long; start again from the application",
                remedy:
                    "start again from the application; tokens.pending_authorization says how long it may take"
            )
        case .loginFinished:
            RefusalRule(
                .invalidRequest, "RFC 9700 §4.7.1",
                "this login is finished already, or it took too long; start again from the application",
                finding: "the login's state is spent or expired: most often the page was loaded again",
                remedy: "look at the application first: it may be logged in already")
        case .loginForeign:
            RefusalRule(
                .invalidRequest, "RFC 9700 §4.7.1", Self.notHere,
                finding: "the login came back in another browser than it began in",
                remedy: "start again from the application, with cookies on and the same host name all the way"
            )
        case .loginUnstarted:
            RefusalRule(
                .invalidRequest, "RFC 6749 §10.12",
                "this login was not started here; start again from the application",
                finding: "state is missing or a parameter is repeated", remedy: Self.again)
        case .loginDenied:
            RefusalRule(
                .accessDenied, "RFC 6749 §4.1.2.1", "the resource owner did not log in",
                remedy: "nothing: it is the person's to decide")
        case .loginCodeMissing:
            RefusalRule(
                .invalidRequest, "RFC 6749 §4.1.2", Self.unconfirmed, finding: "the upstream sent no code",
                remedy: Self.again)
        case .loginUnconfirmed:
            RefusalRule(
                .invalidRequest, "RFC 6749 §4.1.3", Self.unconfirmed,
                finding: "the upstream's code is unknown, was used, or is too old", remedy: Self.again)
        case .loginFormUninvited:
            RefusalRule(
                .invalidRequest, "RFC 9700 §4.1.3",
                "this login can only be reached by way of this server's consent page",
                finding: "redirect_uri or state is missing, repeated or foreign", remedy: Self.again)
        case .loginFormForged:
            RefusalRule(
                .accessDenied, "RFC 9700 §4.7.1",
                "this login was not started in this browser; start again from the application",
                remedy: "start again from the application, with cookies on and the same host name all the way"
            )
        case .loginFormIncomplete:
            RefusalRule(
                .invalidRequest, "RFC 6749 §3.1",
                "this form is not whole; start again from the application", remedy: Self.again)
        case .logoutElsewhere:
            RefusalRule(
                .invalidRequest, "RFC 9700 §4.7.1", "a page of another site can't sign you out here",
                remedy: "link to this server's own page, or send the request without a page of another origin"
            )
        }
    }
}
