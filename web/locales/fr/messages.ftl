### Avis après une action, erreurs de formulaires et de pages.

notice-saved = Enregistré.
notice-created = Le brouillon est créé.
notice-published = La compétition est publiée.
notice-unpublished = La compétition est de nouveau un brouillon.
notice-archived = La compétition est archivée.
notice-file-added = Le fichier est lu et conservé.
notice-file-removed = Le fichier est retiré.
notice-solution-added = La solution est lue, vérifiée et mise sous clé.
notice-submitted = Soumis. Le score apparaîtra dans un instant.
notice-signed-in = Bon retour.
notice-signed-out = Vous êtes déconnecté.
notice-token-revoked = Le jeton ne fonctionne plus.
notice-session-ended = La session est terminée.
notice-password-changed = Le mot de passe est changé ; les autres sessions sont terminées.

## Erreurs d’un champ, par code

field-error-required = Ce champ est nécessaire.
field-error-too_long = C’est trop long ; la limite est de { $limit } caractères.
field-error-bad_slug = Minuscules, chiffres et tirets seulement.
field-error-slug_taken = Une autre compétition a déjà cette adresse.
field-error-bad_zone = Ce fuseau est inconnu ; écrivez-le comme Europe/Paris.
field-error-bad_date = Cette date est illisible.
field-error-ends_before_start = La fin doit venir après le début.
field-error-out_of_range = La valeur doit être comprise entre { $min } et { $max }.
field-error-unknown_metric = Cette métrique est inconnue.
field-error-bad_params = Les paramètres sont illisibles : { $detail }
field-error-bad_columns = Nommez au moins une colonne.
field-error-bad_email = Ce n’est pas une adresse électronique.
field-error-email_taken = Un autre compte utilise cette adresse.
field-error-bad_handle = 2 à 32 lettres, chiffres, points, tirets ou soulignés, en commençant par une lettre.
field-error-handle_taken = Cet identifiant est pris.
field-error-password_short = Au moins { $min } caractères.
field-error-wrong_credentials = Identifiant ou mot de passe incorrect.
field-error-wrong_password = Le mot de passe actuel est incorrect.
field-error-too_many_attempts = Trop de tentatives. Réessayez dans { $wait }.
field-error-missing_file = Choisissez d’abord un fichier.
field-error-too_large = Ce fichier est trop grand ; la limite est de { $limit }.
field-error-file_name = Ce nom de fichier ne peut pas être utilisé.
field-error-file_exists = Un fichier de ce nom existe déjà.
field-error-quota = Plus rien pour aujourd’hui.
field-error-not_ready = Il manque encore un élément requis ; voyez la liste de contrôle.
field-error-expired_form = Ce formulaire est resté ouvert trop longtemps. Relisez-le et renvoyez-le.
field-error-other = Cela ne peut pas être accepté.

## Pages d'erreur, par statut

error-page-400 = Cette demande n’a pas de sens
error-page-400-text = Un élément de l’adresse ou du formulaire est illisible.
error-page-401 = Connectez-vous
error-page-401-text = Cette page est réservée aux membres de la maison.
error-page-403 = Accès réservé
error-page-403-text = Votre compte ne permet pas cette action. Demandez à l’organisation ou à l’administration.
error-page-404 = Rien ici
error-page-404-text = La page n’existe pas, ou elle ne vous est pas visible.
error-page-405 = Pas de cette façon
error-page-405-text = Cette adresse ne répond pas à ce type de demande.
error-page-413 = Trop grand
error-page-413-text = Votre envoi dépasse la limite.
error-page-422 = Un point est à corriger
error-page-422-text = Revenez en arrière et regardez les champs signalés.
error-page-429 = Trop vite
error-page-429-text = Attendez un instant et réessayez.
error-page-500 = La lance s’est brisée
error-page-500-text = La faute est de notre côté. Elle est enregistrée ; le numéro ci-dessous aide à la retrouver.
error-page-503 = De retour dans un instant
error-page-503-text = La plateforme démarre ou est en maintenance.
error-page-other = Quelque chose n’a pas fonctionné
error-page-other-text = Réessayez dans un instant.
error-page-home = Accueil
error-page-code = Code
error-page-request = Demande
