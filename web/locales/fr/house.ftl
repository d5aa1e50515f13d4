### Accueil et liste des compétitions.

home-title = Que le meilleur modèle gagne.
home-lead = De vraies questions, de vraies données, une vérité cachée. Prenez les données, construisez un modèle avec vos outils habituels et découvrez votre rang en quelques secondes.
home-see-competitions = Voir les compétitions
home-host = Organiser une compétition
home-steps = Comment ça marche
home-step-data = Prendre les données
home-step-data-text = Depuis le navigateur ou l’API.
home-step-model = Construire un modèle
home-step-model-text = Où vous voulez, comme vous voulez.
home-step-test = Le mettre à l’épreuve
home-step-test-text = Envoyez des prédictions ; les erreurs sont expliquées et gratuites.
home-step-standing = Voir le classement
home-step-standing-text = Face à tous, sur une vérité cachée.
home-mine = Mes compétitions
home-latest = Derniers scores
feed-scored = a obtenu
feed-in = dans
home-nothing-running = La lice est vide
home-nothing-running-text = Aucune compétition n’est en cours. Entraînez-vous sur une compétition ouverte, ou parcourez celles qui sont terminées.
home-competitions = { $n ->
    [one] compétition
   *[other] compétitions
 }
home-people = { $n ->
    [one] participant
   *[other] participants
 }
home-submissions = { $n ->
    [one] soumission
   *[other] soumissions
 }
competitions-title = Compétitions
competitions-lead = Choisissez une question, prenez les données, entrez en lice.
competitions-none = Aucune compétition pour le moment
competitions-none-text = La première apparaîtra ici dès sa publication.
competitions-none-found = Rien ne correspond à ce filtre
card-standing = Vous : rang { $rank }, score { $score }

## Filtre

filter = Filtrer les compétitions
filter-query = Chercher dans les titres et résumés
filter-phase = Phase
filter-phase-all = Toutes
filter-phase-running = En cours
filter-phase-upcoming = À venir
filter-phase-training = Entraînement
filter-phase-finished = Terminées
filter-mine = Les miennes
filter-apply = Filtrer
filter-clear = Effacer le filtre
