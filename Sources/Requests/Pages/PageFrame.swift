/// What every page may show besides its own values: whose server this is, and where the looks are had from.
package struct PageFrame: Sendable {
    /// The style sheet that all pages share.
    package enum Sheet: Sendable, Equatable {
        /// Nobody has asked whether there is one: then nothing is said of that.
        case unknown
        /// It is served here, under a name that changes with its contents.
        case at(path: String)
        /// It isn't served, and perhaps it is known which switch did that.
        case off(reason: String?)
    }

    /// How the server is called among people.
    package var name: String
    /// Its picture, as a `data:` address without that scheme: type and contents.
    package var logo: String?
    package var sheet: Sheet

    package init(name: String = "", logo: String? = nil, sheet: Sheet = .unknown) {
        self.name = name
        self.logo = logo
        self.sheet = sheet
    }

    static let fields: [PageField<PageFrame>] = [
        .styleSheet("style", "The path of the style sheet that all pages share.") { frame in
            if case .at(let path) = frame.sheet { path } else { "" }
        },
        .text("server_name", "What this server is called: `server.name`, else host and port of the issuer.") {
            $0.name
        },
        .optionalExact(
            "server_logo",
            "The picture of `server.logo`, without its scheme: `<img src=\"data:{{server_logo}}\" alt=\"\">`."
        ) { $0.logo },
    ]
}
