### Mots de toutes les pages : navigation, réglages, phases, états, dates.

site-description = { $house } : les compétitions de science des données sur Joute.
skip-to-content = Aller au contenu
breadcrumbs = Fil d’Ariane
contents = Sur cette page
actions = Actions

## Navigation

nav-main = Navigation principale
nav-footer = Pied de page
nav-menu = Menu
nav-competitions = Compétitions
nav-api = API
nav-host = Nouvelle compétition
nav-profile = Profil
nav-tokens = Jetons d’API
nav-sign-in = Se connecter
nav-sign-out = Se déconnecter
language-switch = Langue
theme-switch = Apparence
theme-light = Clair
theme-system = Comme le système
theme-dark = Sombre

## Actions

save = Enregistrer
cancel = Annuler
remove = Retirer
download = Télécharger
upload = Envoyer
copy = Copier
copied = Copié
see-all = Tout voir
never = jamais
field-optional = facultatif
form-has-errors = { $count ->
    [one] Un point à corriger
   *[other] { $count } points à corriger
 }

## Rôles

role-admin = Administration
role-host = Hôte
role-manager = Responsable
role-recruiter = Recruteur
role-member = Membre
role-guest = Invité

## Phases d'une compétition

phase-draft = Brouillon
phase-upcoming = À venir
phase-running = En cours
phase-training = Entraînement
phase-finished = Terminée
section-draft = Brouillons
section-running = En cours
section-training = Entraînement
section-upcoming = À venir
section-finished = Terminées
visibility-restricted = Restreinte
visibility-public = Publique

## États d'une soumission

state-queued = En attente
state-running = En évaluation
state-scored = Évaluée
state-failed = Échouée

## Nombres ; $n choisit la forme, $count est affiché

teams = { $n ->
    [one] { $count } équipe
   *[other] { $count } équipes
 }
submissions = { $n ->
    [one] { $count } soumission
   *[other] { $count } soumissions
 }
of-teams = { $n ->
    [one] sur { $count } équipe
   *[other] sur { $count } équipes
 }
rows = { $rows } lignes
not-ranked = pas encore classé

## Horloges et durées

clock-starts = commence dans { $in }
clock-ends = se termine dans { $in }
clock-ended = terminée le { $on }
clock-open-ended = sans échéance
days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
 }
time-ago = il y a { $span }
time-just-now = à l’instant
duration-hours = { $hours } h { $minutes } min
duration-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
 }
duration-seconds = { $seconds } s
time-in-zone = { $day } à { $time } ({ $zone })
size-bytes = { $count } o
size-kilobytes = { $count } ko
size-megabytes = { $count } Mo
size-gigabytes = { $count } Go
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
