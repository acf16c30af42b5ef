import OAuthModel

/// For whom the description of an error was written.
package enum ErrorReader: Sendable {
    /// For the developer of the application: in the words of the RFCs, and what a person can make of it stands above it.
    case developer
    /// For the person at the browser.
    case person
}

/// What a person is told about an error that is in the words of the RFCs.
extension OAuthError.Code {
    var title: String {
        switch self {
        case .invalidClient: "This application is not known here"
        case .temporarilyUnavailable, .serverError: "This server has a problem"
        case .invalidRequest, .invalidGrant, .unauthorizedClient, .unsupportedGrantType,
            .unsupportedResponseType, .invalidScope, .accessDenied, .invalidRedirectURI,
            .invalidClientMetadata, .invalidTarget, .loginRequired, .consentRequired:
            "This request can't go on"
        }
    }

    var happened: String {
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

    var remedy: String {
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
