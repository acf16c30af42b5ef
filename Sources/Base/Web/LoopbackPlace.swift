/// An address of this machine that the operator lists because something is to be fetched there: an origin, which stands for all
/// that it serves, or one URL.
///
/// Only what is listed is ever fetched from this machine. Were loopback allowed as a whole, a web page could have this server ask
/// anything that runs beside it.
package struct LoopbackPlace: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    package var description: String { text }
    private let origin: WebOrigin
    private let isWhole: Bool

    /// `http://localhost:3000`, `http://127.0.0.1:3000/client.json`. Nil for what isn't of this machine, or has a user or a fragment.
    package init?(_ text: String) {
        guard let uri = URIParts(text), uri.userInfo == nil, uri.fragment == nil,
            let origin = WebOrigin(uri), origin.isLoopback
        else { return nil }
        self.text = text
        self.origin = origin
        isWhole = uri.isOrigin
    }

    func includes(_ text: String, _ origin: WebOrigin) -> Bool {
        isWhole ? origin == self.origin : text == self.text
    }
}
