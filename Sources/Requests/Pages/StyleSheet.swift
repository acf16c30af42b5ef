/// A style sheet with all that it includes, the same for every page.
package struct StyleSheet: Sendable {
    /// UTF-8, to be sent as `text/css; charset=utf-8`.
    package let text: [UInt8]
}
