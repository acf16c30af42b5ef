import OAuthModel

/// For whom the description of an error was written.
package enum ErrorReader: Sendable {
    /// For the developer of the application: in the words of the RFCs, and what a person can make of it stands above it.
    case developer
    /// For the person at the browser.
    case person
}

/// What a person is told.
struct PageWords {
    let title: String
    let happened: String
    let remedy: String
}

extension OAuthError {
    /// In the words of its reason, where that is one that people can do something about; else in those of its code.
    var pageWords: PageWords {
        if let words = (reason as? DocumentReason)?.pageWords { return words }
        let own = (reason as? any PageReason)?.ownWords
        return PageWords(
            title: own?.title ?? code.title, happened: own?.happened ?? code.happened,
            remedy: own?.remedy ?? code.remedy)
    }
}

extension DocumentReason {
    fileprivate var pageWords: PageWords? {
        switch self {
        case .documentNotHad, .documentAskedTooOften, .documentAway:
            PageWords(
                title: "This application could not be looked up",
                happened:
                    "The application that sent you here says what it is in a document on the web, and this server could not get it.",
                remedy:
                    "Wait a minute, go back to the application and start again. If this happens every time, its developer needs to know."
            )
        case .documentAddressMalformed, .documentUnreadable, .documentOfAnother, .documentHasSecret,
            .documentSharesSecret, .documentMethodsMalformed, .documentMethodsUnsupported,
            .documentBreaksRule:
            PageWords(
                title: "This application can't be let in",
                happened:
                    "The application that sent you here says what it is in a document on the web, and there is something wrong with it.",
                remedy: "The developer of the application has to mend that.")
        case .documentHostDenied, .documentDenied:
            PageWords(
                title: "This application is not wanted here",
                happened: "Whoever runs this server has decided against the application that sent you here.",
                remedy: "Ask them, if you need it.")
        case .documentUnapproved:
            PageWords(
                title: "This application needs an approval",
                happened:
                    "An operator of this server has to approve the application that sent you here, and has been told of it now.",
                remedy: "Ask for it, then go back to the application and start again.")
        case .documentRedirectDiffers: nil
        }
    }
}

/// What a person is told about an error that is in the words of the RFCs.
extension OAuthError.Code {
    fileprivate var title: String {
        switch self {
        case .invalidClient: "This application is not known here"
        case .temporarilyUnavailable, .serverError: "This server has a problem"
        case .invalidRequest, .invalidGrant, .unauthorizedClient, .unsupportedGrantType,
            .unsupportedResponseType, .invalidScope, .accessDenied, .invalidRedirectURI,
            .invalidClientMetadata, .invalidTarget, .loginRequired, .consentRequired:
            "This request can't go on"
        }
    }

    fileprivate var happened: String {
        switch self {
        case .invalidClient:
            "The application that sent you here is not registered with this server, or not any more."
        case .temporarilyUnavailable: "It can't reach what it keeps its records in."
        case .serverError: "It could not do what was asked of it."
        case .invalidScope, .invalidTarget:
            "The application that sent you here asked for an access that this server does not give."
        case .loginRequired, .consentRequired:
            "The application wanted to go on without asking you, and this server always asks."
        case .accessDenied: "The access that the application asked for was denied."
        case .invalidRequest, .invalidGrant, .unauthorizedClient, .unsupportedGrantType,
            .unsupportedResponseType, .invalidRedirectURI, .invalidClientMetadata:
            "The application that sent you here made a request that this server refuses."
        }
    }

    fileprivate var remedy: String {
        switch self {
        case .invalidClient:
            "Remove the connection to this server from the application and add it again, so that it registers anew."
        case .temporarilyUnavailable, .serverError: "Wait a moment and load this page again."
        case .invalidRequest, .invalidGrant, .unauthorizedClient, .unsupportedGrantType,
            .unsupportedResponseType, .invalidScope, .accessDenied, .invalidRedirectURI,
            .invalidClientMetadata, .invalidTarget, .loginRequired, .consentRequired:
            "Go back to the application and start again. If this happens every time, its developer needs to know."
        }
    }
}

/// A description as a sentence: it begins with a capital letter and ends with a period.
func sentence(_ description: String) -> String {
    let scalars = description.unicodeScalars
    return (scalars.first?.properties.uppercaseMapping ?? "") + String(scalars.dropFirst()) + "."
}
