package import Web

/// Which web pages may read a route's answers.
package enum CORSPolicy: Sendable, Equatable {
    /// Any page, without credentials.
    case any
    /// None but this server's own: no CORS header is sent.
    case sameOrigin
    case origins([WebOrigin])
}
