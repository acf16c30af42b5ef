/// A script of this server's own: pages do without it, and are livelier with it. No other script runs on any page: its digest stands in
/// the page's policy, and a template can say where it goes but not what it is.
package struct PageScript: Sendable {
    let code: String
    /// It asks this server for more.
    let connects: Bool

    /// As it stands on the page.
    var element: [UInt8] { Array("<script>\(code)</script>".utf8) }
}
