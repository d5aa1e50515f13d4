//! The lines that make each generation of the Kaggle clients speak to this house, ready to paste.
//!
//! Invariant: no recipe writes the house's key into a file that the clients also use for the real Kaggle, and none
//! leaves a client that could send the key there.

/// The one value that keeps newer clients from the real Kaggle; with any other they send it the house's key.
pub const ENVIRONMENT: &str = "LOCALHOST";

/// A way to set up a client, the recommended one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecipeName {
    /// `joute kaggle`: all command lines, over verified TLS, through a relay on this machine.
    Relay,
    /// The wheel: all clients of a Python environment, over verified TLS; for notebooks.
    Wheel,
    /// Variables for kaggle 1.5 and 1.6 and kagglehub up to 0.3.
    Endpoint,
    /// Variables for newer clients, in the clear: laboratories and loopback only.
    Proxy,
}

impl RecipeName {
    /// All of them, the recommended one first.
    pub const ALL: [Self; 4] = [Self::Relay, Self::Wheel, Self::Endpoint, Self::Proxy];

    /// The key of its words in the locales: `kaggle-recipe-…`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Relay => "relay",
            Self::Wheel => "wheel",
            Self::Endpoint => "endpoint",
            Self::Proxy => "proxy",
        }
    }

    /// The clients it is for.
    pub fn clients(self) -> &'static str {
        match self {
            Self::Relay => "kaggle >= 1.5",
            Self::Wheel => "kaggle >= 1.5, kagglehub",
            Self::Endpoint => "kaggle 1.5, 1.6; kagglehub <= 0.3",
            Self::Proxy => "kaggle >= 1.8; kagglehub >= 0.4",
        }
    }
}

/// One recipe for one house and one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipe {
    /// Which.
    pub name: RecipeName,
    /// Shell lines to paste.
    pub lines: Vec<String>,
}

/// The recipes for the house at `origin` and the person with this sign-in name. Where the token belongs they say `TOKEN`.
///
/// The recipe in the clear is left out for a house behind TLS: it would not reach it.
pub fn recipes(origin: &str, handle: &str) -> Vec<Recipe> {
    let is_plain = origin.starts_with("http://");
    let names = RecipeName::ALL.into_iter().filter(|name| is_plain || *name != RecipeName::Proxy);
    names.map(|name| Recipe { name, lines: lines(name, origin, handle) }).collect()
}

fn lines(name: RecipeName, origin: &str, handle: &str) -> Vec<String> {
    let identity =
        [format!("export KAGGLE_USERNAME={handle} KAGGLE_KEY=TOKEN"), "export KAGGLE_API_TOKEN=TOKEN".to_owned()];
    match name {
        RecipeName::Relay => vec![
            "pip install kaggle six".to_owned(),
            format!("joute login {origin}"),
            "alias kaggle='joute kaggle --'".to_owned(),
        ],
        RecipeName::Wheel => {
            let wheel = format!("pip install {origin}/python/{}", super::wheel::file_name());
            std::iter::once(wheel).chain(identity).collect()
        }
        RecipeName::Endpoint => {
            let [pair, _] = identity;
            vec![format!("export KAGGLE_API_ENDPOINT={origin}"), pair]
        }
        RecipeName::Proxy => {
            let variables =
                format!("export KAGGLE_API_ENVIRONMENT={ENVIRONMENT} HTTP_PROXY={origin} NO_PROXY= no_proxy=");
            std::iter::once(variables).chain(identity).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behind_tls_nothing_in_the_clear_is_recommended() {
        let names = |origin| recipes(origin, "camille").into_iter().map(|recipe| recipe.name).collect::<Vec<_>>();
        assert_eq!(names("https://joute.example.org"), [RecipeName::Relay, RecipeName::Wheel, RecipeName::Endpoint]);
        assert_eq!(names("http://127.0.0.1:8080"), RecipeName::ALL);
    }

    #[test]
    fn the_proxy_recipe_has_the_exact_value_and_excepts_no_host() {
        let all = recipes("http://127.0.0.1:8080", "camille");
        let proxy = all.iter().find(|recipe| recipe.name == RecipeName::Proxy).map(|recipe| recipe.lines.join("\n"));
        let proxy = proxy.unwrap_or_default();
        assert!(proxy.contains("KAGGLE_API_ENVIRONMENT=LOCALHOST "), "{proxy}");
        assert!(proxy.contains("NO_PROXY= no_proxy="), "{proxy}");
    }
}
