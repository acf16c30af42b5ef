/// Says that the browser's session with the pretend identity provider has ended.
package struct LoggedOutPage: PageModel {
    /// There was a session to end.
    package var hadSession: Bool

    package init(hadSession: Bool) {
        self.hadSession = hadSession
    }

    package static let fields: [PageField<LoggedOutPage>] = [
        .flag("had_session", "There was a session to end.") { $0.hadSession }
    ]
}
