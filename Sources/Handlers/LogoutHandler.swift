package import Endpoint
package import Pages

/// Answers `POST /logout`: this browser is nobody at the fake upstream any more. Grants are not touched.
package struct LogoutHandler: EndpointHandler {
    private let page: PageTemplate<LoggedOutPage>
    private let answers: PageAnswers
    private let cookies: Cookies

    package init(page: PageTemplate<LoggedOutPage>, answers: PageAnswers, cookies: Cookies) {
        self.page = page
        self.answers = answers
        self.cookies = cookies
    }

    package func respond(to request: EndpointRequest) async -> EndpointResponse {
        let hadSession = cookies.session(request.head) != nil
        var response = answers.page(200, page.render(LoggedOutPage(hadSession: hadSession)))
        response.headers.add("Set-Cookie", cookies.clearSession)
        return response
    }
}
