import OAuthModel

/// What a person is told of one fault, where that says more than the words of its code; what is nil is as of the code.
struct OwnWords {
    let title: String
    var happened: String?
    var remedy: String?
}

/// Reasons that end on a page: one title for each fault, so that who reports one has said which.
protocol PageReason {
    var ownWords: OwnWords? { get }
}

extension AuthorizationReason: PageReason {
    var ownWords: OwnWords? {
        switch self {
        case .clientOrRedirectRepeated:
            OwnWords(title: "This request says two things at once")
        case .clientMissing:
            OwnWords(
                title: "The application did not say who it is",
                happened: "The application that sent you here left out its client id.")
        case .clientUnregistered: nil
        case .redirectURIMissing:
            OwnWords(
                title: "The application did not say where to answer",
                happened: "It has several addresses for the answer, and its request names none of them.")
        case .redirectURIUnregistered:
            OwnWords(
                title: "This answer would go to a strange address",
                happened:
                    "The application asked for the answer to be sent to an address that it has not registered here. "
                    + "That can be a mistake, or somebody who wants your access for themselves.",
                remedy:
                    "Go back to the application and start again. If it happens every time, its developer has to register the address."
            )
        case .stateTooLong: OwnWords(title: "The application sent too much along")
        case .responseTypeMissing, .responseTypeUnsupported:
            OwnWords(title: "The application asks for another kind of answer")
        case .codeGrantUnregistered: OwnWords(title: "The application is not registered for signing in")
        case .requestObject: OwnWords(title: "The application packed its request")
        case .responseModeUnsupported: OwnWords(title: "The application wants its answer in another way")
        case .challengeMissing: OwnWords(title: "The application did not protect its request")
        case .challengeMethodUnsupported: OwnWords(title: "The application protects its request too weakly")
        case .challengeMalformed: OwnWords(title: "The application's proof key is not one")
        case .scopeMalformed: OwnWords(title: "The application's list of rights can't be read")
        case .scopeUnknown: OwnWords(title: "The application asked for a right that does not exist here")
        case .scopeBeyondCeiling: OwnWords(title: "The application asked for more than it may have")
        case .resourceUnknown: OwnWords(title: "The application asked for access to something else")
        case .scopeMeaningless: OwnWords(title: "The application asked for rights that open nothing there")
        case .loginRequired: OwnWords(title: "You are not signed in here")
        case .consentRequired: OwnWords(title: "You have to be asked first")
        case .consentDenied: OwnWords(title: "You said no")
        }
    }
}

extension LoginReason: PageReason {
    var ownWords: OwnWords? {
        switch self {
        case .consentForged, .loginForeign:
            OwnWords(title: "This was begun in another browser")
        case .loginFormForged: OwnWords(title: "This sign-in was begun in another browser")
        case .requestExpired: OwnWords(title: "This request is over")
        case .loginFinished:
            OwnWords(
                title: "This sign-in is finished already",
                remedy:
                    "If you only loaded this page again, nothing is wrong: look at the application, it may have its access already. "
                    + "If it has not, start again from there.")
        case .loginUnstarted: OwnWords(title: "This sign-in was not begun here")
        case .loginDenied: OwnWords(title: "You did not sign in")
        case .loginCodeMissing, .loginUnconfirmed: OwnWords(title: "This sign-in can't be confirmed")
        case .loginFormUninvited:
            OwnWords(title: "This page does not stand by itself")
        case .loginFormIncomplete: OwnWords(title: "A part of this form is missing")
        case .logoutElsewhere: OwnWords(title: "Another site can't sign you out here")
        }
    }
}

extension UpstreamReason: PageReason {
    var ownWords: OwnWords? {
        switch self {
        case .discoveryAway, .keysAway, .tokensAway, .userinfoAway: Self.away
        case .discoveryMalformed, .discoveryForeign, .tokensRefused, .tokensMalformed, .userinfoMalformed,
            .idTokenMissing, .idTokenMalformed, .idTokenUnsigned, .idTokenAlgorithm, .idTokenKey,
            .idTokenExpired, .idTokenEarly, .idTokenClaims:
            Self.broken
        case .answerIssuerMissing, .answerIssuerForeign, .answerMixedUp, .idTokenSignature, .idTokenIssuer,
            .idTokenAudience, .idTokenParty, .idTokenNonce, .userinfoForeign:
            Self.unbelieved
        case .answerRefused:
            OwnWords(
                title: "The sign-in page sent you back",
                remedy: "Try again. If it happens every time, whoever runs this server needs to know.")
        case .upstreamCodeRefused:
            OwnWords(
                title: "This sign-in took too long, or was used already",
                remedy: "Try again, and don't load a page again on the way.")
        case .personNameless, .personUnfit, .claimMissing, .groupsElsewhere:
            OwnWords(title: "This server can't make out who you are", remedy: Self.ask)
        case .organizationForeign, .personUnlisted:
            OwnWords(title: "You can't come in with this account", remedy: Self.ask)
        case .emailMissing: OwnWords(title: "Your account came without an e-mail address", remedy: Self.ask)
        case .emailUnverified:
            OwnWords(
                title: "Your e-mail address is not confirmed",
                remedy: "Confirm it where you have the account, or sign in with another one.")
        case .personScopeless:
            OwnWords(title: "There is nothing for this account here", remedy: Self.ask)
        case .upstreamUnknown: OwnWords(title: "There is no such way to sign in")
        case .upstreamEnded, .upstreamForgotten, .upstreamUnreachable, .upstreamBusy: nil
        }
    }

    private static var away: OwnWords {
        OwnWords(
            title: "Where you sign in can't be reached",
            remedy: "Wait a minute and try again. What the application asked for is still waiting.")
    }
    private static var broken: OwnWords {
        OwnWords(
            title: "Something is wrong with where you sign in",
            remedy: "Whoever runs this server needs to know: the number below finds the details in its log.")
    }
    private static var unbelieved: OwnWords {
        OwnWords(
            title: "This sign-in can't be believed",
            remedy: "Start again from the application. If it happens again, tell whoever runs this server.")
    }
    private static var ask: String {
        "Sign in with another account, or ask whoever runs this server to let this one in."
    }
}

extension FormReason: PageReason {
    var ownWords: OwnWords? {
        switch self {
        case .mediaType: OwnWords(title: "This form came in another language")
        case .malformedForm, .malformedQuery: OwnWords(title: "This address can't be read")
        case .repeatedParameter: OwnWords(title: "This request says something twice")
        case .tokenMissing: nil
        }
    }
}

extension OAuthError {
    /// About where the answer was to go: what was sent and what is registered are addresses, and no words of anybody.
    var isAboutAddress: Bool {
        switch reason as? AuthorizationReason {
        case .redirectURIMissing, .redirectURIUnregistered: true
        default: false
        }
    }
}
