### Le journal d’audit.

audit-title = Journal d’audit
audit-lead = Qui a fait quoi, quand et d’où. Les entrées ne sont jamais modifiées ; chacune porte l’empreinte de la précédente.
audit-chain = État de la chaîne
audit-entries = { $n ->
    [one] { $count } entrée.
   *[other] { $count } entrées.
 }
audit-sound = Toutes étaient à leur place à la dernière vérification :
audit-unchecked = Pas encore vérifié.
audit-broken = Le journal a été altéré
audit-verify = Vérifier maintenant
audit-note = Noter ailleurs la fin de la chaîne
audit-note-text = Qui peut écrire dans la base pourrait recalculer tout un journal. Gardez cette ligne ailleurs : « joute admin audit verify --noted … » dit ensuite si le journal y passe encore.
audit-search = Nom ou adresse contient
audit-actor = Qui
audit-action = Quoi
audit-object = Objet
audit-from = Du
audit-until = Au
audit-any = Tout
audit-all-of = { $family } : tout
audit-number = Nº
audit-when = Quand
audit-where = D’où
audit-detail = Détails
audit-erased = ancien participant
audit-newest = Plus récentes
audit-older = Plus anciennes
audit-none = Aucune entrée ne correspond
pages = Pages

## Ce qui a été reconnu

audit-via-session = Session de navigateur
audit-via-token = Jeton personnel
audit-via-jwt = Jeton temporaire
audit-via-password = Identifiant et mot de passe
audit-via-link = Lien de téléchargement
audit-via-command = Terminal du serveur
audit-via-visitor = Sans connexion
audit-via-house = La plateforme elle-même

## Genres d’objets

audit-object-person = Personne
audit-object-session = Session
audit-object-token = Jeton
audit-object-competition = Compétition
audit-object-file = Fichier
audit-object-solution = Solution
audit-object-team = Équipe
audit-object-submission = Soumission

## Familles d’actions

audit-family-account = Comptes
audit-family-password = Mots de passe
audit-family-session = Sessions
audit-family-token = Jetons
audit-family-jwt = Jetons temporaires
audit-family-competition = Compétitions
audit-family-page = Pages
audit-family-file = Fichiers
audit-family-data = Données
audit-family-solution = Solutions
audit-family-team = Équipes
audit-family-submission = Soumissions
audit-family-audit = Journal d’audit

## Actions : le code avec des traits d’union

audit-action-account-create = Compte créé
audit-action-account-setup = Premier compte d’administration créé
audit-action-account-change = Compte modifié
audit-action-account-disable = Compte fermé
audit-action-account-enable = Compte rouvert
audit-action-password-change = Mot de passe modifié
audit-action-password-reset = Mot de passe remplacé
audit-action-session-open = Connexion
audit-action-session-refuse = Connexion refusée
audit-action-session-end = Session terminée
audit-action-session-steal = Session volée terminée
audit-action-token-issue = Jeton créé
audit-action-token-revoke = Jeton révoqué
audit-action-jwt-issue = Jeton temporaire délivré
audit-action-competition-create = Compétition ébauchée
audit-action-competition-change = Réglages modifiés
audit-action-competition-publish = Compétition publiée
audit-action-competition-unpublish = Compétition remise en brouillon
audit-action-competition-archive = Compétition archivée
audit-action-page-write = Page écrite
audit-action-file-put = Fichier déposé
audit-action-file-remove = Fichier retiré
audit-action-file-download = Fichier téléchargé
audit-action-data-download = Toutes les données téléchargées
audit-action-solution-put = Solution déposée
audit-action-team-create = Équipe créée
audit-action-submission-accept = Soumission acceptée
audit-action-submission-refuse = Soumission refusée par une règle
audit-action-submission-reject = Soumission recalée au contrôle
audit-action-submission-give-up = Soumission non évaluée, par notre faute
audit-action-submission-change = Note modifiée
audit-action-submission-download = Soumission téléchargée
audit-action-audit-verify = Journal vérifié
audit-action-audit-export = Journal exporté
