/// A client that is not taken by the document under the URL that is its id (OAuth Client ID Metadata Document, draft-00).
///
/// Why a document could not be had is for the log alone, and whoever asks is told the same whatever it was: nobody looks around with
/// this server's eyes (§6.5).
package enum DocumentReason: String, RefusalReason {
    case documentAddressMalformed, documentHostDenied
    case documentNotHad, documentAskedTooOften, documentAway
    case documentUnreadable, documentOfAnother, documentHasSecret, documentSharesSecret
    case documentMethodsMalformed, documentMethodsUnsupported, documentBreaksRule
    case documentRedirectDiffers
    case documentUnapproved, documentDenied

    private static var notHad: StaticString { "the metadata document of the client could not be had" }
    private static var look: StaticString {
        "open the URL in a browser: it has to answer 200 with JSON, of 5 KiB at most, within 5 seconds and without a redirect"
    }

    package var rule: RefusalRule {
        switch self {
        case .documentAddressMalformed:
            RefusalRule(
                .invalidClient, "client-id documents §3",
                "client_id is a URL, and not one of a metadata document: https with a path, and no user, fragment or dot segment",
                remedy: "have the client send the URL of its document, letter for letter")
        case .documentHostDenied:
            RefusalRule(
                .invalidClient, "client-id documents §6.1",
                "this server takes no clients from the host of this client_id",
                remedy: "list the host under client_documents.allow, if you want its clients")
        case .documentNotHad:
            RefusalRule(.invalidClient, "client-id documents §4", Self.notHad, remedy: Self.look)
        case .documentAskedTooOften:
            RefusalRule(
                .invalidClient, "client-id documents §6.5", Self.notHad,
                finding: "the metadata document of the client was tried too often, and is not for a while",
                remedy: "see why it was not had before; a minute later it is tried again")
        case .documentAway:
            RefusalRule(
                .temporarilyUnavailable, "client-id documents §4",
                "the metadata document of the client can't be had at the moment; try again in a moment",
                remedy: Self.look)
        case .documentUnreadable:
            RefusalRule(
                .invalidClient, "client-id documents §4.1",
                "the metadata document of the client is not JSON that this server reads: one object, no name twice, 8 levels",
                remedy: "have the client serve one JSON object")
        case .documentOfAnother:
            RefusalRule(
                .invalidClient, "client-id documents §4.1",
                "client_id in the metadata document is not the URL of the document, letter for letter",
                remedy: "have the client write the URL that it sends into its document")
        case .documentHasSecret:
            RefusalRule(
                .invalidClient, "client-id documents §4.1",
                "the metadata document of the client has a secret in it, which anybody can read",
                remedy: "have the client take it out, and use it nowhere any more")
        case .documentSharesSecret:
            RefusalRule(
                .invalidClient, "client-id documents §4.1",
                "the metadata document of the client names a method with a shared secret; nobody shares one with it",
                remedy: "have the client name none, private_key_jwt or both")
        case .documentMethodsMalformed:
            RefusalRule(
                .invalidClient, "SEP-3149",
                "token_endpoint_auth_methods_supported must be an array of strings, and token_endpoint_auth_method one",
                remedy: "have the client write them so, or leave them out")
        case .documentMethodsUnsupported:
            RefusalRule(
                .invalidClient, "SEP-3149",
                "the metadata document of the client names no method of token_endpoint_auth_methods_supported",
                remedy:
                    "have the client name one that is offered, or list it under 'token_endpoint_auth_methods'"
            )
        case .documentBreaksRule:
            RefusalRule(
                .invalidClient, "client-id documents §4.1",
                "the metadata document of the client breaks a rule:",
                remedy: "mcp-auth client inspect shows all that is wrong with it")
        case .documentRedirectDiffers:
            RefusalRule(
                .invalidRequest, "client-id documents §4.2",
                "redirect_uri is not one of those in the metadata document of the client",
                remedy:
                    "have the client send one that its document has, letter for letter, or change the document"
            )
        case .documentUnapproved:
            RefusalRule(
                .invalidClient, "client-id documents §6.1",
                "an operator of this server has to approve this client before it can be used",
                remedy: "mcp-auth clients approve, with its client_id")
        case .documentDenied:
            RefusalRule(
                .invalidClient, "client-id documents §6.1",
                "an operator of this server has decided against this client",
                remedy: "mcp-auth clients approve, with its client_id, if that was wrong")
        }
    }
}
