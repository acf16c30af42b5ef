/// A request whose parameters can't be read.
package enum FormReason: String, RefusalReason {
    case mediaType, malformedForm, malformedQuery, repeatedParameter, tokenMissing

    package var rule: RefusalRule {
        switch self {
        case .mediaType:
            RefusalRule(
                .invalidRequest, "RFC 6749 §3.2",
                "the body must be application/x-www-form-urlencoded, and its type is",
                remedy: "have the client send a form, not JSON, and say so in Content-Type")
        case .malformedForm:
            RefusalRule(
                .invalidRequest, "RFC 6749 appendix B",
                "the body is not well-formed, or names more than 256 parameters",
                remedy: "have the client encode its form: name=value, joined by &, other characters as %XX")
        case .malformedQuery:
            RefusalRule(
                .invalidRequest, "RFC 6749 appendix B", "the parameters are not well-formed",
                remedy: "have the client encode its query: name=value, joined by &, other characters as %XX")
        case .repeatedParameter:
            RefusalRule(
                .invalidRequest, "RFC 6749 §3.1", "a parameter is repeated",
                remedy: "have the client send each parameter once")
        case .tokenMissing:
            RefusalRule(
                .invalidRequest, "RFC 7009 §2.1", "token is missing",
                remedy: "send the token as the parameter 'token' of the form, not in the query")
        }
    }
}
