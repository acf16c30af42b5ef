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
    package var sheet: Sheet

    package init(name: String = "", sheet: Sheet = .unknown) {
        self.name = name
        self.sheet = sheet
    }

    static let fields: [PageField<PageFrame>] = [
        .styleSheet("style") { frame in
            if case .at(let path) = frame.sheet { path } else { "" }
        },
        .text("server_name") { $0.name },
    ]
}
