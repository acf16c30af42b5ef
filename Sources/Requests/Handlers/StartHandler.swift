package import Endpoint
import OAuthCore
package import Pages

/// Answers `GET /`: what the person who opens this server's address wants to know.
package struct StartHandler: DecidingHandler {
    private let answer: EndpointResponse

    package init(page: StartPage, template: PageTemplate<StartPage>, answers: PageAnswers) {
        answer = answers.page(200, template.render(page))
    }

    package func respond(to request: EndpointRequest) async -> DecidedAnswer {
        DecidedAnswer(answer, .nothing)
    }

    package func begin(_ request: EndpointRequest) -> DecidingProgress {
        .done(DecidedAnswer(answer, .nothing))
    }
}
