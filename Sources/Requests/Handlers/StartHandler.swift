package import Endpoint
import OAuthCore
package import Pages
package import Timeline

/// Answers `GET /`: what the person who opens this server's address wants to know.
package struct StartHandler: DecidingHandler {
    /// The last attempts, for who may see the timeline that has them.
    package struct Attempts: Sendable {
        let timeline: Timeline
        let access: OperatorAccess
        let path: String

        /// - Parameter path: Where all of them are.
        package init(_ timeline: Timeline, access: OperatorAccess, path: String) {
            self.timeline = timeline
            self.access = access
            self.path = path
        }
    }

    private let page: StartPage
    private let template: PageTemplate<StartPage>
    private let answers: PageAnswers
    private let attempts: Attempts?

    package init(
        page: StartPage, template: PageTemplate<StartPage>, answers: PageAnswers, attempts: Attempts?
    ) {
        self.page = page
        self.template = template
        self.answers = answers
        self.attempts = attempts
    }

    package func respond(to request: EndpointRequest) async -> DecidedAnswer { answer(request.head) }

    package func begin(_ request: EndpointRequest) -> DecidingProgress { .done(answer(request.head)) }

    private func answer(_ head: RequestHead) -> DecidedAnswer {
        var page = page
        if let attempts {
            page.timeline = attempts.path
            if case .success = attempts.access.standing(of: head) {
                let last = attempts.timeline.summaries(FlowFilter(limit: Self.attemptLimit))
                page.attempts = last.map(FlowsPage.Row.init)
            }
        }
        return DecidedAnswer(answers.page(200, template.render(page)), .nothing)
    }

    private static let attemptLimit = 5
}
