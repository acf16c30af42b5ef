package import Endpoint
import OAuthCore
import OAuthModel
package import Pages
import Storage

extension EndpointRequest {
    /// What a page was asked with: the form of a POST, else the query. `nil` when the query is not well-formed.
    var pageParameters: RequestParameters? {
        get throws(OAuthError) {
            method == .post ? try OAuthForm(self).parameters : RequestParameters(query: head.query)
        }
    }
}

extension RequestForm {
    init(_ form: PendingForm, at path: String) {
        self.init(action: path, request: form.request, csrf: form.csrf, back: form.back)
    }
}

extension RequestHead {
    /// Whom the records that this request causes count for.
    var countedPeer: [UInt8] { PeerKey(peer).bytes }
}

/// Answers for people: pages that no other site can frame, no cache keeps and no script of others runs in.
package struct PageAnswers: Sendable {
    private let errorPage: PageTemplate<ErrorPage>
    private let showsFacts: Bool

    /// - Parameter showsFacts: Whoever is at the browser develops the client as well: of an address that is not registered the page says
    ///   what was sent, and what is.
    package init(errorPage: PageTemplate<ErrorPage>, showsFacts: Bool) {
        self.errorPage = errorPage
        self.showsFacts = showsFacts
    }

    package func page(_ status: Int, _ page: RenderedPage) -> EndpointResponse {
        EndpointResponse(status: status, headers: Self.unkept.adding(Self.headers(of: page)), body: page.html)
    }

    /// What a page is sent with, but for how long it may be kept.
    package static func headers(of page: RenderedPage) -> HeaderBlock {
        headers.adding("Content-Security-Policy", page.contentSecurityPolicy)
    }

    /// An error that stays here, because nobody can be trusted with it yet or because the person must decide.
    func error(
        _ error: OAuthError, requestID: String, status: Int? = nil, for reader: ErrorReader = .developer,
        continuation: ErrorPage.Continuation? = nil, again: RequestForm? = nil, contact: String? = nil,
        retryAfter: Duration = .seconds(1)
    ) -> EndpointResponse {
        let isForPerson = reader == .person
        let words = error.pageWords
        var response = page(
            status ?? self.status(error.code),
            errorPage.render(
                ErrorPage(
                    title: words.title,
                    happened: isForPerson ? sentence(error.literal) : words.happened,
                    remedy: words.remedy, detail: isForPerson ? nil : error.literal,
                    facts: showsFacts && error.isAboutAddress
                        ? error.facts.map { ErrorPage.Fact(name: $0.name, value: $0.value) } : [],
                    requestID: requestID, continuation: continuation, again: again, contact: contact)))
        if response.status == 503 { response.headers.add("Retry-After", "\(retryAfter.secondsToWait)") }
        return response
    }

    /// A request that is over, from where the person can go back to the client.
    func error(_ error: OAuthError, requestID: String, back: WayBack) -> EndpointResponse {
        self.error(
            error, requestID: requestID, for: .person,
            continuation: ErrorPage.Continuation(host: back.host, href: back.location))
    }

    /// A login that led nowhere, while the request goes on waiting.
    ///
    /// - Parameter path: Where the form goes that begins the login anew.
    func error(
        _ error: OAuthError, requestID: String, another: AnotherTry, at path: String
    ) -> EndpointResponse {
        self.error(
            error, requestID: requestID, for: .person,
            continuation: another.back.map { ErrorPage.Continuation(host: $0.host, href: $0.location) },
            again: RequestForm(another.form, at: path), contact: another.contact)
    }

    /// The same, of what this handler itself refuses.
    func refusal(
        _ reason: some RefusalReason, requestID: String, status: Int? = nil, for reader: ErrorReader
    ) -> DecidedAnswer {
        let error = OAuthError(reason)
        return DecidedAnswer(
            self.error(error, requestID: requestID, status: status, for: reader), .refused(error))
    }

    /// The answer to whatever a step of answering threw.
    func failure(
        _ error: any Error, requestID: String, for reader: ErrorReader = .developer
    ) -> DecidedAnswer {
        switch RequestFailure(error) {
        case .refused(let error):
            return DecidedAnswer(
                self.error(error, requestID: requestID, for: reader), .refused(error), in: error.flow)
        case .limited(let limited):
            return DecidedAnswer(
                tooManyRequests().limited(to: limited.rate.count, seconds: limited.wait.secondsToWait),
                .limited(limited), in: limited.flow)
        case .store(let failure):
            let error = OAuthError(failure, full: .loginsTooMany)
            // That there are too many is said in words for anybody.
            let reader: ErrorReader = if case .full = failure { .person } else { .developer }
            return DecidedAnswer(
                self.error(error, requestID: requestID, for: reader, retryAfter: failure.retryAfter),
                .refused(error))
        }
    }

    /// Denied here is only the form that another page may have sent; what the person denies goes back to the client.
    private func status(_ code: OAuthError.Code) -> Int {
        switch code {
        case .accessDenied: 403
        case .serverError: 500
        case .temporarilyUnavailable: 503
        case .invalidRequest, .invalidClient, .invalidGrant, .unauthorizedClient, .unsupportedGrantType,
            .unsupportedResponseType, .invalidScope, .invalidRedirectURI, .invalidClientMetadata,
            .invalidTarget, .loginRequired, .consentRequired:
            400
        }
    }

    /// The same for every request, so it names none.
    package func notFound() -> EndpointResponse {
        page(
            404,
            errorPage.render(
                ErrorPage(
                    title: "There is nothing here", happened: "No page has this address.",
                    remedy: "Check the address, or go back to the application that sent you here.")))
    }

    /// - Parameter sentence: Which methods there are, in words.
    package func methodNotAllowed(_ sentence: String) -> EndpointResponse {
        page(
            405,
            errorPage.render(
                ErrorPage(
                    title: "This can't be opened like that",
                    happened: "Your browser asked for it in a way that this address doesn't know.",
                    remedy: "Go back to the application that sent you here and start again.",
                    detail: sentence)))
    }

    package func headerTooLarge() -> EndpointResponse {
        page(
            431,
            errorPage.render(
                ErrorPage(
                    title: "Too many cookies",
                    happened: "Your browser sent more along than this server reads. "
                        + "As a rule these are cookies that other programs have left under the same host name.",
                    remedy: "Delete the cookies of this host in the settings of your browser, "
                        + "and load this page again.")))
    }

    /// A page that was asked for under a name that is not this server's.
    ///
    /// - Parameter advice: What would make the name right; a sentence.
    package func misdirected(from issuer: String, advice: String?) -> EndpointResponse {
        page(
            421,
            errorPage.render(
                ErrorPage(
                    title: "This server has another address",
                    happened: "It is called \(issuer), and your browser asked for it by another name.",
                    remedy: "Open \(issuer) instead." + (advice.map { " " + $0 } ?? ""))))
    }

    /// The same for every request.
    package func tooManyRequests() -> EndpointResponse {
        page(
            429,
            errorPage.render(
                ErrorPage(
                    title: "Too many requests",
                    happened: "This page was asked for too often from your address.",
                    remedy: "Wait a moment and load this page again.")))
    }

    /// Always by GET from here on: 302 and 303, never 307 or 308, which would send a form's content along (RFC 9700 §4.12).
    func redirect(_ location: String, after method: HTTPMethod) -> EndpointResponse {
        EndpointResponse(
            status: method == .post ? 303 : 302, headers: Self.redirectHeaders.adding("Location", location))
    }

    private static let unkept = HeaderBlock(["Cache-Control": "no-store"])
    private static let manners = HeaderBlock([
        "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
    ])
    private static let redirectHeaders = unkept.adding(manners)
    private static let headers = HeaderBlock([
        "Content-Type": "text/html; charset=utf-8", "X-Frame-Options": "DENY",
    ]).adding(manners)
}
