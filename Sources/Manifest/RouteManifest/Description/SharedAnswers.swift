import OAuthModel
package import OpenAPI

// What many endpoints answer, in the words of the OpenAPI document.

extension Response {
    /// JSON that no cache keeps.
    static func json(_ words: String, _ schema: Schema) -> Response {
        Response(words, headers: [.noStore], content: [("application/json", schema)])
    }

    static func page(_ words: String) -> Response {
        Response(words, headers: [.noStore], content: [("text/html", .string())])
    }

    static func redirect(_ words: String) -> Response {
        Response(words, headers: [.noStore, .location])
    }

    /// Something that is the same for everybody for a while.
    static func document(_ words: String, _ type: String, _ schema: Schema) -> Response {
        Response(words, headers: [.cacheControl, .entityTag], content: [(type, schema)])
    }

    static let notModified = Response(
        "What `If-None-Match` names is still what there is.", headers: [.cacheControl, .entityTag]
    ).called("NotModified")

    /// What an OAuth endpoint refuses, with the words that it has for it.
    static func refusal(_ words: String, _ codes: [OAuthError.Code]) -> Response {
        .json(words, .error(codes))
    }

    /// Who asks did not prove who they are.
    static let unproven = Response.json(
        "It was not proven who is asking. Where HTTP Basic was tried, or nothing else is taken, the answer says so.",
        .error([.invalidClient])
    ).with(.challenge(isRequired: false)).called("Unproven")

    /// What a page says that can't go on. Where no person is waiting it is JSON.
    static let pageRefusal = Response(
        "The request can't go on; the page says why, and what to do. What is no HTTP at all is told in JSON.",
        headers: [.noStore], content: [("text/html", .string()), ("application/json", .error)]
    ).called("PageRefusal")

    static let pageForbidden = Response(
        "The form was not shown in this browser, or nobody may sign in.", headers: [.noStore],
        content: [("text/html", .string())]
    ).called("PageForbidden")

    /// Of what the server can't do now, and of a limit that is not the caller's.
    package static let unavailable = Response.temporary(
        "The store can't be reached, the server has too much to do, or an answer took too long.",
        "Unavailable", [])
    package static let tooMany = Response.temporary(
        "There were too many requests, or there are too many connections, from this address.",
        "TooManyRequests",
        ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"].map { name in
            Header(name, Header.limitWords[name] ?? name, .integer(from: 0), isRequired: false)
        })

    private static func temporary(_ words: String, _ name: String, _ headers: [Header]) -> Response {
        Response(
            words, headers: [.noStore, .retryAfter] + headers,
            content: [("application/json", .error), ("text/html", .string())]
        ).called(name)
    }
}

extension Header {
    package static let noStore = Header("Cache-Control", "No cache keeps it.", .constant("no-store"))
    static let cacheControl = Header("Cache-Control", "For how long it may be kept.")
    static let entityTag = Header(
        "ETag", "The same text means the same bytes (RFC 9110 §8.8.3).", .string(pattern: "^\".+\"$"))
    static let location = Header(
        "Location", "Where to go on, by GET.", .string(format: "uri-reference"))
    static let retryAfter = Header(
        "Retry-After", "After so many seconds it may be different.", .integer(from: 1))

    static func challenge(isRequired: Bool) -> Header {
        Header(
            "WWW-Authenticate", "How to prove who one is (RFC 9110 §11.6.1).", isRequired: isRequired)
    }

    static let setCookie = Header(
        "Set-Cookie", "Ties what follows to this browser, unless it is tied already.", isRequired: false)

    fileprivate static let limitWords = [
        "RateLimit-Limit": "How many are admitted in a period.",
        "RateLimit-Remaining": "How many are left of it.",
        "RateLimit-Reset": "Seconds until there are more.",
    ]
}

extension Operation {
    /// Of something that is the same for everybody for a while.
    static func reading(_ summary: String, _ document: Response, _ status: Int = 200) -> Operation {
        Operation(
            summary, parameters: [.ifNoneMatch], responses: [status: document, 304: .notModified])
    }
}

extension Parameter {
    static let ifNoneMatch = Parameter.header(
        .optional(
            "If-None-Match",
            .string(
                "What is there already: where it is the same, the answer has no content (RFC 9110 §13.1.2)."))
    )
}

extension Schema {
    /// RFC 6749 §5.2, which all of this server keeps to.
    package static let error = Schema.object([
        .required("error", .string("What is wrong, in one word.", pattern: errorAlphabet)),
        .required(
            "error_description",
            .string("What is wrong, for the developer of the client.", pattern: errorAlphabet)),
    ]).called("Error")

    /// The same, of which these are all the words that there are.
    static func error(_ codes: [OAuthError.Code]) -> Schema {
        .object([
            .required("error", .string(among: codes.map(\.rawValue))),
            .required(
                "error_description",
                .string("What is wrong, for the developer of the client.", pattern: errorAlphabet)),
        ])
    }

    /// RFC 6749 §5.2.
    private static let errorAlphabet = #"^[\x20-\x21\x23-\x5B\x5D-\x7E]+$"#
}
