/// A page of whoever runs the server, the same for everybody: it may show what the plan knows.
package struct StaticPage: PageModel {
    private let issuer: String
    private let version: String
    /// Of the routes that are on, by their names.
    private let urls: [String: String]

    package init(issuer: String, version: String, urls: [String: String]) {
        self.issuer = issuer
        self.version = version
        self.urls = urls
    }

    package static let fields: [PageField<StaticPage>] = [
        .exact("issuer", "The issuer.") { $0.issuer },
        .exact("version", "The version of this program.") { $0.version },
    ]

    /// With the URL of each of these routes, which is absent when the route is off.
    package static func fields(routes: [String]) -> [PageField<StaticPage>] {
        fields + routes.map { name in .optionalExact("url.\(name)") { $0.urls[name] } }
    }
}
