import HTTPServer
import WireText

/// A URL that somebody asks about, read as the transport reads what a request is for.
package struct AskedURL: Sendable {
    package let path: String
    /// Host and port; nil of a path alone.
    package let host: String?

    /// - Parameter method: That of the request; with OPTIONS it may be `*`, the server as a whole.
    package init(_ text: String, method: String) throws(AskedURLFlaw) {
        do throws(HeadError) {
            let target = try RequestTarget(text, isOptions: method == "OPTIONS")
            path = target.path
            host = target.authority.map { WireText(repairing: $0).shown }
        } catch { throw AskedURLFlaw(isFragment: text.utf8.contains(UInt8(ascii: "#"))) }
    }
}

/// Why no request can be for a URL: its answer would be 400.
package struct AskedURLFlaw: Error, CustomStringConvertible {
    let isFragment: Bool

    package var description: String {
        isFragment
            ? "what stands behind # is never sent; leave it out"
            : "it must be a path that begins with /, or an http or https URL, in the characters that are sent"
    }
}
