/// A page ready to be sent.
package struct RenderedPage: Sendable, Equatable {
    /// UTF-8, to be sent as `text/html; charset=utf-8`.
    package let html: [UInt8]
    /// The value of `Content-Security-Policy` that belongs to these bytes.
    package let contentSecurityPolicy: String
}
