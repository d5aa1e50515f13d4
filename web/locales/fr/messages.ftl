### Avis après une action, erreurs de formulaires et de pages.

notice-saved = Enregistré.
notice-house-open = La maison est à vous. Vous pouvez organiser la première compétition.
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

## Erreurs d’un champ : par code du problème et champ, ou trouvées par le formulaire lui-même

field-error-required = Ce champ est nécessaire.
field-error-bad_number = Il faut un nombre entier parmi ceux qui sont proposés.
field-error-bad_ratio = Il faut un nombre entre 0 et 1, comme 0.3.
field-error-bad_zone = Ce fuseau est inconnu ; écrivez-le comme Europe/Paris.
field-error-bad_date = Cette date est illisible ; écrivez-la comme 2026-11-05T09:00.
field-error-bad_params = Les paramètres sont illisibles, ligne { $detail }
field-error-bad_roles = Les rôles sont illisibles, ligne { $detail }
field-error-bad_choice = Choisissez l’une des options.
field-error-page_too_long = Une page contient au plus 1 Mio de texte.
field-error-usage_or_ratio = Nommez la colonne d’usage, ou choisissez le tirage au hasard.
field-error-saved_value = Enregistré entre-temps : { $detail }
field-error-saved_page = Le texte enregistré diffère du vôtre.
field-error-wrong_credentials = Identifiant ou mot de passe incorrect.
field-error-taken-handle = Cet identifiant est pris.
field-error-taken-email = Un autre compte utilise cette adresse.
field-error-slug_taken-slug = Une autre compétition a déjà cette adresse.
field-error-stale = Quelqu’un d’autre a modifié cette compétition entre-temps. Votre saisie est conservée ci-dessous ; là où la valeur enregistrée diffère, elle est indiquée au champ. Enregistrer à nouveau la remplace.
field-error-not_ready = Il manque encore un élément requis ; voyez la liste de contrôle.
field-error-locked = Cela ne peut plus changer après la première soumission.
field-error-scoring_missing = Choisissez la métrique et les colonnes, et enregistrez les réglages, avant d’envoyer la solution.
field-error-too_large = Ce fichier est trop grand.
field-error-upload_interrupted = L’envoi s’est arrêté avant la fin du fichier. Rien n’a été conservé ; renvoyez-le.
field-error-storage_full = Le serveur n’a plus de place. Rien n’a été conservé ; prévenez l’administration.
field-error-stage_stopped = La lecture du fichier a été arrêtée à une limite. { $detail }
field-error-invalid_field-handle = Cet identifiant n’est pas possible ; la règle est ci-dessous.
field-error-invalid_field-email = Ce n’est pas une adresse électronique.
field-error-invalid_field-display_name = Un nom compte au plus 80 caractères imprimables.
field-error-invalid_field-password = Un mot de passe compte de 10 à 512 caractères.
field-error-invalid_field-current_password = Le mot de passe actuel est incorrect.
field-error-invalid_field-name = Il faut un nom de 1 à 80 caractères imprimables.
field-error-invalid_field-slug = 2 à 64 minuscules, chiffres et tirets simples à l’intérieur, et pas « new ».
field-error-invalid_field-title = Un titre compte de 1 à 120 caractères.
field-error-invalid_field-summary = Un résumé compte au plus 500 caractères.
field-error-invalid_field-submissions_per_day = Entre 1 et 1 000 soumissions par jour.
field-error-invalid_field-team_size = Entre 1 et 100 personnes par équipe.
field-error-invalid_field-ends_at = La fin doit venir après le début.
field-error-invalid_field-description = Une note a au plus 2 000 caractères.
field-error-invalid_field-public_ratio = La part publique est strictement comprise entre 0 et 1.
field-error-invalid_field-solution = La solution doit avoir des lignes pour le classement public et pour le classement privé : donnez-lui une colonne d’usage, ou tirez au hasard.
field-error-invalid_field-file = Choisissez un fichier ; son nom compte de 1 à 200 caractères, aucun de / \ " : < > | ? *, et ne commence pas par un point.

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
