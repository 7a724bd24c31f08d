// Made by `npm run generate` from docs/reference/openapi.json; do not edit.

export interface paths {
    "/api/v1/associations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Connections of senders, newest first
         * @description Connections of senders, newest first
         *
         *     Needs the permission `server:observe`.
         */
        get: operations["listAssociations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what, newest first
         * @description Who did what, newest first
         *
         *     Needs the permission `audit:read`.
         *
         *     Problems: `kernel/not-found` (404).
         */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/checkpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Signed heads of the hash chain, and the key that verifies them
         * @description Signed heads of the hash chain, and the key that verifies them
         *
         *     Needs the permission `audit:read`.
         */
        get: operations["listAuditCheckpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The whole hash chain as JSON lines
         * @description First a line for each signed checkpoint, `{checkpoint}`, then one for each entry, `{sequence, leaf, chained, bytes}` with hashes in hexadecimal and the canonical bytes in base64. Verify it with `npx pesscara audit verify` or tools/verify-audit.mjs.
         *
         *     Needs the permission `audit:read`.
         */
        get: operations["exportAuditTrail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/classification/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The rules that series are classified by
         * @description The rules that series are classified by
         *
         *     For everyone who is signed in.
         */
        get: operations["getClassificationRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crosswalk-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The keys that wrap the crosswalk’s data keys, and what is left to wrap anew
         * @description The keys that wrap the crosswalk’s data keys, and what is left to wrap anew
         *
         *     Needs the permission `keys:manage`.
         */
        get: operations["getCrosswalkKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crosswalk-keys/rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the key that wraps the crosswalk’s data keys
         * @description A new key file is made and used at once; a job wraps every data key anew and then retires the old key. Back up the folder of keys afterwards.
         *
         *     Needs the permission `keys:manage`.
         *
         *     Problems: `identity/rotation-runs` (409).
         */
        post: operations["rotateCrosswalkKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ctp-integers/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take over the integers that a CTP installation handed out, into a project
         * @description All of a table or nothing. Only keyed hashes of its texts are kept. New texts get the integers after the highest.
         *
         *     Needs the permission `profiles:manage`.
         *
         *     Problems: `deidentification/integers-invalid` (400), `deidentification/no-such-project` (404).
         */
        post: operations["importCtpIntegers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ctp-profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep a CTP script, unchanged, as the next version of a profile
         * @description Keep a CTP script, unchanged, as the next version of a profile
         *
         *     Needs the permission `profiles:manage`.
         *
         *     Problems: `deidentification/profile-invalid` (400), `kernel/stale` (409).
         */
        post: operations["addCtpProfile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ctp-profiles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The files of a CTP profile, but for its lookup table, and what the linter says of them
         * @description The files of a CTP profile, but for its lookup table, and what the linter says of them
         *
         *     For everyone who is signed in.
         *
         *     Problems: `deidentification/profile-not-found` (404).
         */
        get: operations["getCtpProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ctp-profiles/lint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What is wrong with a CTP script and the files that belong to it; nothing is kept
         * @description What is wrong with a CTP script and the files that belong to it; nothing is kept
         *
         *     Needs the permission `profiles:manage`.
         */
        post: operations["lintCtpFiles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search for instances (QIDO-RS)
         * @description Search for instances (QIDO-RS)
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `kernel/invalid-request` (400).
         */
        get: operations["searchInstances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search for series (QIDO-RS)
         * @description Search for series (QIDO-RS)
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `kernel/invalid-request` (400).
         */
        get: operations["searchSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search for studies (QIDO-RS)
         * @description Search for studies (QIDO-RS)
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `kernel/invalid-request` (400).
         */
        get: operations["searchStudies"];
        put?: never;
        /**
         * Store instances (STOW-RS)
         * @description Store instances (STOW-RS)
         *
         *     Needs the permission `archive:import` in the project.
         *
         *     Problems: `kernel/invalid-request` (400).
         */
        post: operations["storeInstances"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies/{study}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Retrieve the instances of a study (WADO-RS)
         * @description Retrieve the instances of a study (WADO-RS)
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `dicomweb/resource-not-found` (404).
         */
        get: operations["retrieveStudy"];
        put?: never;
        /**
         * Store instances (STOW-RS)
         * @description Store instances (STOW-RS)
         *
         *     Needs the permission `archive:import` in the project.
         *
         *     Problems: `kernel/invalid-request` (400).
         */
        post: operations["storeStudyInstances"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies/{study}/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search for the instances of a study
         * @description Search for the instances of a study
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `kernel/invalid-request` (400).
         */
        get: operations["searchStudyInstances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies/{study}/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The headers of a study as DICOM JSON
         * @description The headers of a study as DICOM JSON
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `dicomweb/resource-not-found` (404).
         */
        get: operations["retrieveStudyMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies/{study}/rendered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A picture of a study
         * @description A picture of a study
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `dicomweb/not-renderable` (406), `dicomweb/resource-not-found` (404).
         */
        get: operations["retrieveStudyRendered"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies/{study}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search for the series of a study
         * @description Search for the series of a study
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `kernel/invalid-request` (400).
         */
        get: operations["searchStudySeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies/{study}/series/{series}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Retrieve the instances of a series (WADO-RS)
         * @description Retrieve the instances of a series (WADO-RS)
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `dicomweb/resource-not-found` (404).
         */
        get: operations["retrieveSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies/{study}/series/{series}/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search for the instances of a series
         * @description Search for the instances of a series
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `kernel/invalid-request` (400).
         */
        get: operations["searchSeriesInstances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies/{study}/series/{series}/instances/{instance}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Retrieve the instances of a instance (WADO-RS)
         * @description Retrieve the instances of a instance (WADO-RS)
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `dicomweb/resource-not-found` (404).
         */
        get: operations["retrieveInstance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies/{study}/series/{series}/instances/{instance}/bulkdata/*": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A large value of an instance
         * @description A large value of an instance
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `dicomweb/resource-not-found` (404).
         */
        get: operations["retrieveBulkData"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies/{study}/series/{series}/instances/{instance}/frames/{frames}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Frames of an instance, compressed as stored or decoded
         * @description Frames of an instance, compressed as stored or decoded
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `dicomweb/resource-not-found` (404).
         */
        get: operations["retrieveFrames"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies/{study}/series/{series}/instances/{instance}/frames/{frames}/rendered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A picture of a frame
         * @description A picture of a frame
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `dicomweb/resource-not-found` (404).
         */
        get: operations["retrieveFrameRendered"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies/{study}/series/{series}/instances/{instance}/frames/{frames}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A picture of a frame
         * @description A picture of a frame
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `dicomweb/resource-not-found` (404).
         */
        get: operations["retrieveFrameThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies/{study}/series/{series}/instances/{instance}/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The headers of a instance as DICOM JSON
         * @description The headers of a instance as DICOM JSON
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `dicomweb/resource-not-found` (404).
         */
        get: operations["retrieveInstanceMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies/{study}/series/{series}/instances/{instance}/rendered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A picture of a instance
         * @description A picture of a instance
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `dicomweb/not-renderable` (406), `dicomweb/resource-not-found` (404).
         */
        get: operations["retrieveInstanceRendered"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies/{study}/series/{series}/instances/{instance}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A small picture of a instance
         * @description A small picture of a instance
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `dicomweb/not-renderable` (406), `dicomweb/resource-not-found` (404).
         */
        get: operations["retrieveInstanceThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies/{study}/series/{series}/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The headers of a series as DICOM JSON
         * @description The headers of a series as DICOM JSON
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `dicomweb/resource-not-found` (404).
         */
        get: operations["retrieveSeriesMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies/{study}/series/{series}/rendered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A picture of a series
         * @description A picture of a series
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `dicomweb/not-renderable` (406), `dicomweb/resource-not-found` (404).
         */
        get: operations["retrieveSeriesRendered"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies/{study}/series/{series}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A small picture of a series
         * @description A small picture of a series
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `dicomweb/not-renderable` (406), `dicomweb/resource-not-found` (404).
         */
        get: operations["retrieveSeriesThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dicom-web/{project}/studies/{study}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A small picture of a study
         * @description A small picture of a study
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `dicomweb/not-acceptable` (406), `dicomweb/not-renderable` (406), `dicomweb/resource-not-found` (404).
         */
        get: operations["retrieveStudyThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dicomedit-conversions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a CTP script of a DicomEdit 6 script of XNAT, and say what was left out; nothing is kept
         * @description Make a CTP script of a DicomEdit 6 script of XNAT, and say what was left out; nothing is kept
         *
         *     Needs the permission `profiles:manage`.
         */
        post: operations["convertDicomEdit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Facts after a position, in order
         * @description Ask again with `after` = `last`. Positions ascend without being filled in behind a reader.
         *
         *     For everyone who is signed in.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Facts as they happen (server-sent events)
         * @description Begins after `after` or Last-Event-ID, or with what happens next.
         *
         *     For everyone who is signed in.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the server ready?
         * @description 200 when it takes requests and its database answers; 503 otherwise.
         *
         *     Open to everyone.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/held": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is held, oldest first, with counts by reason
         * @description What is held, oldest first, with counts by reason
         *
         *     Needs the permission `held:manage`.
         */
        get: operations["listHeld"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/held/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a held object up for good
         * @description Give a held object up for good
         *
         *     Needs the permission `held:manage`.
         *
         *     Problems: `archive/held-not-found` (404).
         */
        post: operations["discardHeld"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/held/{id}/routing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a held object into a project
         * @description Send a held object into a project
         *
         *     Needs the permission `held:manage`.
         *
         *     Problems: `archive/held-not-found` (404), `kernel/invalid-request` (400).
         */
        post: operations["routeHeld"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/held/routing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send several held objects into a project
         * @description Send several held objects into a project
         *
         *     Needs the permission `held:manage`.
         *
         *     Problems: `archive/held-not-found` (404), `kernel/invalid-request` (400).
         */
        post: operations["routeHeldObjects"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/home": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your projects and what waits in them
         * @description Your projects and what waits in them
         *
         *     For everyone who is signed in.
         */
        get: operations["getHome"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This API, described (OpenAPI 3.1)
         * @description This API, described (OpenAPI 3.1)
         *
         *     Open to everyone.
         */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/peers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The senders that may call
         * @description The senders that may call
         *
         *     Needs the permission `peers:manage`.
         */
        get: operations["listPeers"];
        put?: never;
        /**
         * Let a sender call
         * @description Let a sender call
         *
         *     Needs the permission `peers:manage`.
         *
         *     Problems: `archive/peer-exists` (409).
         */
        post: operations["addPeer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/peers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Do not let a sender call any more
         * @description Do not let a sender call any more
         *
         *     Needs the permission `peers:manage`.
         *
         *     Problems: `archive/peer-not-found` (404).
         */
        delete: operations["removePeer"];
        options?: never;
        head?: never;
        /**
         * Change a sender
         * @description Change a sender
         *
         *     Needs the permission `peers:manage`.
         *
         *     Problems: `archive/peer-not-found` (404), `kernel/stale` (409).
         */
        patch: operations["changePeer"];
        trace?: never;
    };
    "/api/v1/profile-attributes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The attribute that a keyword, tag or path means, and others like it
         * @description The attribute that a keyword, tag or path means, and others like it
         *
         *     For everyone who is signed in.
         */
        get: operations["findProfileAttributes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile-drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Profiles that are being edited
         * @description Profiles that are being edited
         *
         *     Needs the permission `profiles:manage`.
         */
        get: operations["listProfileDrafts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile-drafts/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Save a draft; one that is not there is made
         * @description Any document is taken: what is wrong with it is told by POST /profile-judgements.
         *
         *     Needs the permission `profiles:manage`.
         *
         *     Problems: `deidentification/profile-not-found` (404), `kernel/stale` (409).
         */
        put: operations["saveProfileDraft"];
        post?: never;
        /**
         * Throw a draft away
         * @description Throw a draft away
         *
         *     Needs the permission `profiles:manage`.
         *
         *     Problems: `deidentification/draft-not-found` (404), `kernel/stale` (409).
         */
        delete: operations["discardProfileDraft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile-drafts/{name}/publication": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a draft the next version of its profile
         * @description From then on it never changes. What arrives afterwards is treated by it where it is used.
         *
         *     Needs the permission `profiles:manage`.
         *
         *     Problems: `deidentification/draft-not-found` (404), `deidentification/profile-invalid` (400), `kernel/stale` (409).
         */
        post: operations["publishProfileDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile-judgements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What speaks against a profile document, and what it changes
         * @description What speaks against a profile document, and what it changes
         *
         *     For everyone who is signed in.
         *
         *     Problems: `deidentification/profile-is-script` (409), `deidentification/profile-not-found` (404).
         */
        post: operations["judgeProfile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile-trials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a profile on a file, to see what it does
         * @description The file is treated in memory and nothing of it is kept or logged. Only its beginning, up to the pixels, is needed. UIDs and dates are not those that a project would give. Give `profile` (a version) or `draft` (a name).
         *
         *     Needs the permission `profiles:manage`.
         *
         *     Problems: `deidentification/draft-not-found` (404), `deidentification/file-unusable` (400), `deidentification/profile-invalid` (400), `deidentification/profile-not-found` (404).
         */
        post: operations["tryProfile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile-vocabulary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Options, bases, lists and actions that a profile can be made of
         * @description Options, bases, lists and actions that a profile can be made of
         *
         *     For everyone who is signed in.
         */
        get: operations["getProfileVocabulary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every version of every de-identification profile
         * @description Every version of every de-identification profile
         *
         *     For everyone who is signed in.
         */
        get: operations["listProfiles"];
        put?: never;
        /**
         * Save the next version of a profile
         * @description Refused while the lint has errors, or asks for a basis (POST /profile-judgements tells). `id` and `version` of the document are set by the server. With `use`, a project uses the version from then on; that needs the permission `project:manage` in it, and both are done or neither.
         *
         *     Needs the permission `profiles:manage`.
         *
         *     Problems: `deidentification/profile-invalid` (400), `kernel/stale` (409).
         */
        post: operations["addProfile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A version of a profile
         * @description A version of a profile
         *
         *     For everyone who is signed in.
         *
         *     Problems: `deidentification/profile-not-found` (404).
         */
        get: operations["getProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiles/{id}/conformance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The conformance statement of a profile
         * @description What PS3.15 E.1 asks to be said of it, made from the profile, rules or a script of CTP: Markdown or JSON.
         *
         *     For everyone who is signed in.
         *
         *     Problems: `deidentification/profile-not-found` (404).
         */
        get: operations["getProfileConformance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiles/{id}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a version differs from another, or from the one before it
         * @description How a version differs from another, or from the one before it
         *
         *     For everyone who is signed in.
         *
         *     Problems: `deidentification/profile-is-script` (409), `deidentification/profile-not-found` (404).
         */
        get: operations["diffProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The projects that I see
         * @description The projects that I see
         *
         *     For everyone who is signed in.
         */
        get: operations["listProjects"];
        put?: never;
        /**
         * Make a project and lead it
         * @description Make a project and lead it
         *
         *     Needs the permission `projects:create`.
         *
         *     Problems: `projects/key-taken` (409).
         */
        post: operations["createProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A project, with my roles and permissions in it
         * @description A project, with my roles and permissions in it
         *
         *     For everyone who is signed in.
         *
         *     Problems: `projects/project-not-found` (404).
         */
        get: operations["getProject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change or archive a project
         * @description Change or archive a project
         *
         *     Needs the permission `project:manage` in the project.
         *
         *     Problems: `kernel/stale` (409), `projects/forbidden` (403), `projects/project-not-found` (404).
         */
        patch: operations["changeProject"];
        trace?: never;
    };
    "/api/v1/projects/{project}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what in a project, newest first
         * @description Who did what in a project, newest first
         *
         *     Needs the permission `audit:read-project` in the project.
         */
        get: operations["listProjectAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/conflicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Instances that came twice with different content
         * @description Instances that came twice with different content
         *
         *     Needs the permission `quarantine:review` in the project.
         */
        get: operations["listConflicts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/conflicts/{id}/resolution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose between two contents of one instance
         * @description Choose between two contents of one instance
         *
         *     Needs the permission `quarantine:review` in the project.
         *
         *     Problems: `archive/conflict-not-found` (404).
         */
        post: operations["resolveConflict"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/crosswalk/lookups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find the subject of an identifier
         * @description The identifier stands in the body, never in an address. The answer is the subject’s code; that it was asked is in the audit trail.
         *
         *     Needs the permission `crosswalk:reveal` in the project.
         */
        post: operations["lookUpSubject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/crosswalk/reveals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say who a subject is
         * @description One subject for a call, with a purpose and a reason, in a session whose password was given within five minutes; a token does not do. Recorded in the audit trail before anything is shown.
         *
         *     Needs the permission `crosswalk:reveal` in the project.
         *
         *     Problems: `identity/reveal-limit-reached` (429), `identity/sign-in-again` (403), `identity/subject-not-found` (404).
         */
        post: operations["revealSubject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/crosswalk/subjects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Subjects of the crosswalk by code, with the number of their identifiers
         * @description Subjects of the crosswalk by code, with the number of their identifiers
         *
         *     Needs the permission `crosswalk:reveal` in the project.
         *
         *     Problems: `kernel/invalid-request` (400).
         */
        get: operations["listCrosswalkSubjects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/crosswalk/table-previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a clinical table is, and what would become of it
         * @description Send the CSV file; with `idColumn`, the answer says what attaching it would do. Nothing is kept.
         *
         *     Needs the permission `crosswalk:reveal` in the project.
         *
         *     Problems: `identity/table-unusable` (400), `kernel/too-large` (413).
         */
        post: operations["previewTable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/downloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prepare the download of several series
         * @description Prepare the download of several series
         *
         *     Needs the permission `archive:read` in the project.
         */
        post: operations["prepareDownload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/downloads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download what was prepared
         * @description Download what was prepared
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `archive/file-not-found` (404), `archive/series-not-found` (404).
         */
        get: operations["fetchDownload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/exams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Exams with a released series that meets a filter, newest first
         * @description Exams with a released series that meets a filter, newest first
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `kernel/invalid-request` (400).
         */
        get: operations["listExams"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/exams/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An exam with its series
         * @description An exam with its series
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `catalogue/exam-not-found` (404).
         */
        get: operations["getExam"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/exams/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download all released series of an exam
         * @description Download all released series of an exam
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `archive/series-not-found` (404).
         */
        get: operations["downloadExamFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/exams/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was done to an exam and its series, newest first
         * @description What was done to an exam and its series, newest first
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `catalogue/exam-not-found` (404).
         */
        get: operations["getExamHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was found out about who is who, questions, and subjects that stand for others
         * @description What was found out about who is who, questions, and subjects that stand for others
         *
         *     Needs the permission `identity:manage` in the project.
         */
        get: operations["getIdentities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/identities/exams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every exam that stands under a subject, released or not
         * @description Every exam that stands under a subject, released or not
         *
         *     Needs the permission `identity:manage` in the project.
         *
         *     Problems: `identity/subject-not-found` (404).
         */
        get: operations["listExamsOfSubject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/identities/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that identifiers or subjects are one person’s, that an exam is another subject’s, or that series show a mother’s child
         * @description Identifiers stand in the body alone. Stored objects follow by a job: new versions with the right code and dates, the same UIDs. The order in which things are found out does not matter.
         *
         *     Needs the permission `identity:manage` in the project.
         *
         *     Problems: `identity/fact-refused` (409), `identity/sign-in-again` (403), `identity/subject-not-found` (404).
         */
        post: operations["stateFinding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/identities/facts/{id}/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm a withdrawal as the second person
         * @description From here on the time to undo runs. Another account than the one that ordered it, in a session whose password was given within five minutes.
         *
         *     Needs the permission `identity:manage` in the project.
         *
         *     Problems: `identity/fact-not-found` (404), `identity/fact-refused` (409), `identity/sign-in-again` (403).
         */
        post: operations["confirmWithdrawal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/identities/facts/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a finding back
         * @description What it joined is parted again; objects that changed since for no other reason come back byte by byte.
         *
         *     Needs the permission `identity:manage` in the project.
         *
         *     Problems: `identity/fact-not-found` (404), `identity/fact-refused` (409).
         */
        post: operations["undoFinding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/identities/previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What would follow from a finding
         * @description Every exam that comes under another subject, with its series, instances and files. Nothing is changed.
         *
         *     Needs the permission `identity:manage` in the project.
         *
         *     Problems: `identity/fact-refused` (409), `identity/subject-not-found` (404).
         */
        post: operations["previewFinding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/identities/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every series that came in exams of a subject, with the children that text in its pixels names
         * @description Of a woman whose children were examined under her identifier. The text itself is not shown, and a label is a proposal until somebody states it.
         *
         *     Needs the permission `identity:manage` in the project.
         *
         *     Problems: `identity/subject-not-found` (404).
         */
        get: operations["listSeriesOfMother"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/identities/temporary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Subjects whom only temporary identifiers lead to, the longest known first
         * @description What such identifiers look like is a setting of the project, `temporaryIdPatterns`. The identifiers themselves are not shown.
         *
         *     Needs the permission `identity:manage` in the project.
         */
        get: operations["listTemporarySubjects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/identities/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the withdrawal of a subject’s consent would destroy
         * @description What the withdrawal of a subject’s consent would destroy
         *
         *     Needs the permission `identity:manage` in the project.
         *
         *     Problems: `identity/fact-refused` (409), `identity/subject-not-found` (404).
         */
        get: operations["previewWithdrawal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/identities/withdrawals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Destroy everything of a person who withdrew consent
         * @description The keys of what is sealed, images with all versions and originals, derived files, reviews, rows of tables, held objects. It begins when the time to undo is over (PESSCARA_WITHDRAWAL_UNDO_MS) and, where the project asks for a second reviewer, a second person has confirmed it; from then on it cannot be undone. The audit trail stays, without identity. What still comes of the person is refused. Takes a session whose password was given within five minutes; a token does not do.
         *
         *     Needs the permission `identity:manage` in the project.
         *
         *     Problems: `identity/fact-refused` (409), `identity/sign-in-again` (403), `identity/subject-not-found` (404).
         */
        post: operations["withdrawConsent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Released instances of a series, in order
         * @description Released instances of a series, in order
         *
         *     Needs the permission `archive:read` in the project.
         */
        get: operations["listInstances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/instances/{id}/frames/{frame}/rendered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A picture of a frame
         * @description A picture of a frame
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `imaging/not-renderable` (415), `imaging/nothing-to-show` (404), `kernel/unavailable` (503).
         */
        get: operations["getRenderedFrame"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/instances/{id}/header": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The header of an instance
         * @description The header of an instance
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `archive/instance-not-found` (404).
         */
        get: operations["getInstanceHeader"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is in the project, with which roles
         * @description Who is in the project, with which roles
         *
         *     Needs the permission `project:manage` in the project.
         *
         *     Problems: `projects/forbidden` (403), `projects/project-not-found` (404).
         */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/members/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Make an account a member, or change its roles
         * @description Make an account a member, or change its roles
         *
         *     Needs the permission `project:manage` in the project.
         *
         *     Problems: `projects/forbidden` (403), `projects/member-not-found` (404), `projects/project-not-found` (404), `projects/role-needs-administrator` (403).
         */
        put: operations["setMember"];
        post?: never;
        /**
         * Take an account out of the project
         * @description Take an account out of the project
         *
         *     Needs the permission `project:manage` in the project.
         *
         *     Problems: `projects/forbidden` (403), `projects/member-not-found` (404), `projects/project-not-found` (404), `projects/role-needs-administrator` (403).
         */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far a project is
         * @description How far a project is
         *
         *     Needs the permission `archive:read` in the project.
         */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/profile-previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a profile would make of an image of the project
         * @description Element by element, with the rule that acts. Original values are masked unless they are asked for with a reason and the right to see them.
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `curation/case-not-found` (404), `curation/nothing-to-preview` (404), `curation/originals-gone` (404), `curation/sign-in-again` (403), `deidentification/profile-invalid` (400), `deidentification/profile-not-found` (404), `kernel/forbidden` (403).
         */
        post: operations["previewProfile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The queue of a project: what waits for review
         * @description The queue of a project: what waits for review
         *
         *     Needs the permission `quarantine:review` in the project.
         */
        get: operations["listCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine-values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every distinct value of what waits for review, flagged ones first
         * @description Every distinct value of what waits for review, flagged ones first
         *
         *     Needs the permission `quarantine:review` in the project.
         */
        get: operations["listInventory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine-values/{value}/rule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where a rule for the attribute of a value is to be written
         * @description Add an override of this path to the document, look at it with POST /profile-judgements, and save it with POST /profiles, whose `use` has the project use it.
         *
         *     Needs the permission `quarantine:review` in the project.
         *
         *     Problems: `curation/no-rule-for-value` (409), `curation/value-not-found` (404), `deidentification/profile-is-script` (409).
         */
        get: operations["getValueRulePlace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine-values/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept, remove or replace values
         * @description Removing and replacing is carried out after the time to undo, in everything that waits for review, and in whatever arrives later with the same value.
         *
         *     Needs the permission `quarantine:review` in the project.
         *
         *     Problems: `curation/value-fixed` (409), `curation/value-not-found` (404).
         */
        post: operations["decideValues"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine-values/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take decisions on values back
         * @description At any time: they are not followed any more. What they changed comes back in series that still wait for review, unless those were de-identified anew since.
         *
         *     Needs the permission `quarantine:review` in the project.
         *
         *     Problems: `curation/not-undoable` (409).
         */
        post: operations["undoValueDecisions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine/{case}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A case with its findings and decisions
         * @description A case with its findings and decisions
         *
         *     Needs the permission `quarantine:review` in the project.
         *
         *     Problems: `curation/case-not-found` (404).
         */
        get: operations["getCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine/{case}/attributes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of an instance’s attributes, and by which rule
         * @description What became of an instance’s attributes, and by which rule
         *
         *     Needs the permission `quarantine:review` in the project.
         *
         *     Problems: `curation/case-not-found` (404).
         */
        get: operations["getCaseAttributes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine/{case}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve or reject a case
         * @description Takes effect after the time to undo. `version` is the one you looked at. Where the leak check found an identifier of the patient, an approval takes two persons, and the second must give a reason.
         *
         *     Needs the permission `quarantine:review` in the project.
         *
         *     Problems: `curation/case-not-found` (404), `curation/face-undecided` (409), `curation/leak-check-pending` (409), `curation/not-open` (409), `curation/pixels-not-ready` (409), `curation/reason-needed` (400), `curation/reviewer-not-allowed` (403), `curation/stale` (409), `curation/values-pending` (409), `curation/values-undecided` (409).
         */
        post: operations["decideCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine/{case}/face": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of the face in a case
         * @description What became of the face in a case
         *
         *     Needs the permission `quarantine:review` in the project.
         *
         *     Problems: `curation/case-not-found` (404).
         */
        get: operations["getCaseFace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine/{case}/face/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept a removed face, have it back, or let one pass
         * @description `restore` and `exempt` need a reason of three characters or more. `restore` is possible while the project keeps originals.
         *
         *     Needs the permission `quarantine:review` in the project.
         *
         *     Problems: `curation/case-not-found` (404), `defacing/not-decidable` (409).
         */
        post: operations["decideCaseFace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine/{case}/face/pictures/{picture}/{moment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A picture of the head before or after its face was removed
         * @description A picture of the head before or after its face was removed
         *
         *     Needs the permission `quarantine:review` in the project.
         *
         *     Problems: `curation/case-not-found` (404), `defacing/nothing-to-see` (404).
         */
        get: operations["getCaseFacePicture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine/{case}/frames": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The frames of a case: a montage of some, or all
         * @description The frames of a case: a montage of some, or all
         *
         *     Needs the permission `quarantine:review` in the project.
         *
         *     Problems: `curation/case-not-found` (404).
         */
        get: operations["listCaseFrames"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine/{case}/instances/{instance}/frames/{frame}/rendered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A picture of a frame under review
         * @description A picture of a frame under review
         *
         *     Needs the permission `quarantine:review` in the project.
         *
         *     Problems: `curation/case-not-found` (404).
         */
        get: operations["renderCaseFrame"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine/{case}/masks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make boxes black, after the time to take it back
         * @description Make boxes black, after the time to take it back
         *
         *     Needs the permission `quarantine:review` in the project.
         *
         *     Problems: `curation/case-not-found` (404), `curation/not-open` (409), `pixels/mask-invalid` (400).
         */
        post: operations["maskCasePixels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine/{case}/masks/{mask}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a mask back before pixels are changed
         * @description Take a mask back before pixels are changed
         *
         *     Needs the permission `quarantine:review` in the project.
         *
         *     Problems: `curation/case-not-found` (404), `curation/not-open` (409), `pixels/mask-not-undoable` (409).
         */
        post: operations["undoCaseMask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine/{case}/pixels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Text found in the pixels of a case, without its words, and masks
         * @description Text found in the pixels of a case, without its words, and masks
         *
         *     Needs the permission `quarantine:review` in the project.
         *
         *     Problems: `curation/case-not-found` (404).
         */
        get: operations["getCasePixels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine/{case}/pixels/judgement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Dismiss boxes that were found, which keeps overlays, or propose them again
         * @description Dismiss boxes that were found, which keeps overlays, or propose them again
         *
         *     Needs the permission `quarantine:review` in the project.
         *
         *     Problems: `curation/case-not-found` (404), `curation/not-open` (409), `pixels/mask-pending` (409).
         */
        post: operations["judgeCaseText"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine/{case}/pixels/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * See the words that were read in pixels
         * @description Recorded in the audit trail before anything is shown. From a session only within five minutes of giving the password.
         *
         *     Needs the permission `quarantine:reveal` in the project.
         *
         *     Problems: `curation/case-not-found` (404), `curation/sign-in-again` (403).
         */
        post: operations["revealCaseText"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine/{case}/pixels/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Search every image of a case for text, whatever its modality
         * @description Search every image of a case for text, whatever its modality
         *
         *     Needs the permission `quarantine:review` in the project.
         *
         *     Problems: `curation/case-not-found` (404), `curation/not-open` (409).
         */
        post: operations["searchCasePixels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine/{case}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * See the original values of an instance
         * @description Recorded in the audit trail before anything is shown. From a session only within five minutes of giving the password.
         *
         *     Needs the permission `quarantine:reveal` in the project.
         *
         *     Problems: `curation/case-not-found` (404), `curation/originals-gone` (404), `curation/sign-in-again` (403).
         */
        post: operations["revealOriginals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine/{case}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the last decision back
         * @description Before it takes effect; a rejection also afterwards, while the rejected images are kept.
         *
         *     Needs the permission `quarantine:review` in the project.
         *
         *     Problems: `curation/case-not-found` (404), `curation/not-undoable` (409), `curation/stale` (409).
         */
        post: operations["undoDecision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/quarantine/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve or reject several cases
         * @description Each is decided by itself; what cannot be is told with the reason. Cases in which the leak check found an identifier are not approved together with others.
         *
         *     Needs the permission `quarantine:review` in the project.
         */
        post: operations["decideCases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/released-findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was found in released series since their release
         * @description A released series whose images are replaced (a profile applied again, an identity corrected) is searched again. What nobody saw at the release waits here for a decision.
         *
         *     Needs the permission `quarantine:review` in the project.
         */
        get: operations["listReleasedFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/released-findings/{case}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a released series stay, or send it back to quarantine
         * @description `acknowledge` and `withdraw` need a reason; where an identifier of the patient was found, two persons must acknowledge. `withdraw` takes effect at once: nobody sees the series until it is reviewed again. `reopen` takes an acknowledgement back. `version` is the one you looked at.
         *
         *     Needs the permission `quarantine:review` in the project.
         *
         *     Problems: `curation/case-not-found` (404), `curation/not-open` (409), `curation/not-withdrawable` (409), `curation/reason-needed` (400), `curation/reviewer-not-allowed` (403), `curation/stale` (409).
         */
        post: operations["decideReleasedFindings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/rerun-plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What applying a profile again would be about
         * @description Counts, and what the profile does differently from those that the images were made by. Nothing is changed.
         *
         *     Needs the permission `project:manage` in the project.
         *
         *     Problems: `deidentification/profile-not-found` (404).
         */
        post: operations["planRerun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/reruns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Runs of a project, newest first
         * @description Runs of a project, newest first
         *
         *     Needs the permission `project:manage` in the project.
         */
        get: operations["listReruns"];
        put?: never;
        /**
         * Apply a profile again to archived series
         * @description From the original values where the project keeps them, else from the archived version: what was removed from that cannot come back. Each series changes as a whole; one that the profile refuses, or in which it finds something new of high severity, stays as it is.
         *
         *     Needs the permission `project:manage` in the project.
         *
         *     Problems: `deidentification/profile-not-found` (404), `rerun/another-is-running` (409), `rerun/nothing-to-do` (400).
         */
        post: operations["startRerun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/reruns/{run}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far a run is
         * @description How far a run is
         *
         *     Needs the permission `project:manage` in the project.
         *
         *     Problems: `rerun/not-found` (404).
         */
        get: operations["getRerun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/reruns/{run}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a run; series that are done stay done
         * @description Stop a run; series that are done stay done
         *
         *     Needs the permission `project:manage` in the project.
         *
         *     Problems: `rerun/ended` (409), `rerun/not-found` (404).
         */
        post: operations["cancelRerun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/reruns/{run}/resumption": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go on with a run that was stopped
         * @description Go on with a run that was stopped
         *
         *     Needs the permission `project:manage` in the project.
         *
         *     Problems: `rerun/another-is-running` (409), `rerun/ended` (409), `rerun/not-found` (404).
         */
        post: operations["resumeRerun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/reruns/{run}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of each series of a run
         * @description What became of each series of a run
         *
         *     Needs the permission `project:manage` in the project.
         *
         *     Problems: `rerun/not-found` (404).
         */
        get: operations["listRerunSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Released series that meet a filter
         * @description Released series that meet a filter
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `kernel/invalid-request` (400).
         */
        get: operations["listSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/series/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A series
         * @description A series
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `catalogue/series-not-found` (404).
         */
        get: operations["getSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/series/{id}/classification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a series is, by which evidence, and what it was before
         * @description What a series is, by which evidence, and what it was before
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `classification/series-not-found` (404).
         */
        get: operations["getClassification"];
        /**
         * Say what a series is; the rules do not overwrite it
         * @description Say what a series is; the rules do not overwrite it
         *
         *     Needs the permission `catalogue:edit` in the project.
         *
         *     Problems: `classification/series-not-found` (404).
         */
        put: operations["correctClassification"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/series/{id}/classification/correction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a correction back: the rules’ result counts again
         * @description Take a correction back: the rules’ result counts again
         *
         *     Needs the permission `catalogue:edit` in the project.
         *
         *     Problems: `classification/not-corrected` (409), `classification/series-not-found` (404).
         */
        delete: operations["withdrawCorrection"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/series/{id}/conversion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the conversion of a series to NIfTI stands
         * @description How the conversion of a series to NIfTI stands
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `conversion/series-not-found` (404).
         */
        get: operations["getConversion"];
        put?: never;
        /**
         * Convert a series again
         * @description Convert a series again
         *
         *     Needs the permission `catalogue:edit` in the project.
         *
         *     Problems: `conversion/series-not-found` (404).
         */
        post: operations["convertSeries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/series/{id}/file-list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The derived files of a series
         * @description The derived files of a series
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `archive/series-not-found` (404).
         */
        get: operations["listSeriesFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/series/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a series
         * @description DICOM as a zip; NIfTI as one file, or a zip when there are several volumes. Recorded in the audit trail.
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `archive/file-not-found` (404), `archive/series-not-found` (404).
         */
        get: operations["downloadSeriesFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/series/{id}/files/{fileId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download one derived file
         * @description Download one derived file
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `archive/file-not-found` (404).
         */
        get: operations["downloadSeriesFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/series/{id}/frames": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The frames of a series in order
         * @description The frames of a series in order
         *
         *     Needs the permission `archive:read` in the project.
         */
        get: operations["listSeriesFrames"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/series/{id}/header": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The header of a series’ first instance
         * @description The header of a series’ first instance
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `archive/series-not-found` (404).
         */
        get: operations["getSeriesHeader"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/series/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was done to a series, newest first
         * @description What was done to a series, newest first
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `catalogue/series-not-found` (404).
         */
        get: operations["getSeriesHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/series/{id}/slices/{plane}/{index}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An orthogonal slice of the converted volume
         * @description As radiologists look at it: the patient’s right on the left, front or head up. Slices count from 0, from the feet, the back or the left.
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `imaging/not-renderable` (415), `imaging/nothing-to-show` (404), `kernel/unavailable` (503).
         */
        get: operations["getSlice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/series/{id}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the tags of a series
         * @description Set the tags of a series
         *
         *     Needs the permission `catalogue:edit` in the project.
         *
         *     Problems: `catalogue/series-not-found` (404), `catalogue/too-many-tags` (422).
         */
        put: operations["setSeriesTags"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/series/{id}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A small picture of the middle of a series
         * @description A small picture of the middle of a series
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `imaging/not-renderable` (415), `imaging/nothing-to-show` (404), `kernel/unavailable` (503).
         */
        get: operations["getSeriesThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/series/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the images of a series came to be as they are, newest first
         * @description Each arrival, and each change that made new versions: when, why, by which profile and by whom. With `instance`, of that image only.
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `archive/series-not-found` (404).
         */
        get: operations["listSeriesVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/series/{id}/volume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The converted volume of a series: its size, planes and window
         * @description The converted volume of a series: its size, planes and window
         *
         *     Needs the permission `archive:read` in the project.
         */
        get: operations["getVolume"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/series/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many series each value of each facet would leave
         * @description How many series each value of each facet would leave
         *
         *     Needs the permission `archive:read` in the project.
         */
        get: operations["countFacets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/subjects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Subjects with a released series that meets a filter, by code
         * @description Subjects with a released series that meets a filter, by code
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `kernel/invalid-request` (400).
         */
        get: operations["listSubjects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/subjects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A subject with its exams
         * @description A subject with its exams
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `catalogue/subject-merged` (410), `catalogue/subject-not-found` (404).
         */
        get: operations["getSubject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/subjects/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download all released series of a subject
         * @description Download all released series of a subject
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `archive/series-not-found` (404).
         */
        get: operations["downloadSubjectFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/subjects/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was done to a subject and its images, newest first
         * @description What was done to a subject and its images, newest first
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `catalogue/subject-not-found` (404).
         */
        get: operations["getSubjectHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Clinical tables of the project, newest first
         * @description Clinical tables of the project, newest first
         *
         *     Needs the permission `archive:read` in the project.
         */
        get: operations["listTables"];
        put?: never;
        /**
         * Attach a clinical table by medical record number
         * @description Rows of known patients are kept by research ID with shifted dates; the others wait, sealed, for their patients. The numbers themselves are not kept.
         *
         *     Needs the permission `crosswalk:reveal` in the project.
         *
         *     Problems: `identity/table-name-taken` (409), `identity/table-unusable` (400), `kernel/too-large` (413).
         */
        post: operations["attachTable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/tables/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a clinical table with its rows, those that wait as well
         * @description Remove a clinical table with its rows, those that wait as well
         *
         *     Needs the permission `crosswalk:reveal` in the project.
         *
         *     Problems: `identity/table-not-found` (404).
         */
        delete: operations["removeTable"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/tables/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A clinical table as CSV, by research ID
         * @description A clinical table as CSV, by research ID
         *
         *     Needs the permission `archive:read` in the project.
         *
         *     Problems: `identity/table-not-found` (404).
         */
        get: operations["downloadTable"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tags of the project, by name
         * @description Tags of the project, by name
         *
         *     Needs the permission `archive:read` in the project.
         */
        get: operations["listTags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/tags/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add and remove tags of many series at once
         * @description Add and remove tags of many series at once
         *
         *     Needs the permission `catalogue:edit` in the project.
         *
         *     Problems: `catalogue/too-many-tags` (422).
         */
        post: operations["changeTags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin an upload
         * @description Begin an upload
         *
         *     Needs the permission `archive:import` in the project.
         */
        post: operations["beginUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The receipt of an upload, so far or final
         * @description The receipt of an upload, so far or final
         *
         *     Needs the permission `archive:import` in the project.
         *
         *     Problems: `archive/upload-not-found` (404).
         */
        get: operations["getUpload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/uploads/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send files of an upload
         * @description One DICOM file, a zip, or multipart/related with one file in each part. Each file is answered for by itself. Sending a file again does no harm: it counts as a duplicate.
         *
         *     Needs the permission `archive:import` in the project.
         *
         *     Problems: `archive/upload-not-found` (404), `kernel/invalid-request` (400).
         */
        post: operations["uploadFiles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/uploads/{id}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End an upload and get its receipt
         * @description End an upload and get its receipt
         *
         *     Needs the permission `archive:import` in the project.
         *
         *     Problems: `archive/upload-not-found` (404).
         */
        post: operations["finishUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open cases in the projects where you review
         * @description Open cases in the projects where you review
         *
         *     For everyone who is signed in.
         */
        get: operations["listQuarantines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/receivers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where to send, and how much is held
         * @description Where to send, and how much is held
         *
         *     For everyone who is signed in.
         */
        get: operations["getReceivers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Roles and what they allow
         * @description Roles and what they allow
         *
         *     For everyone who is signed in.
         */
        get: operations["listRoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The routing table in force
         * @description The routing table in force
         *
         *     Needs the permission `routes:manage`.
         */
        get: operations["getRoutes"];
        /**
         * Save the routing table
         * @description Saves the whole table as a new version. `version` is the one you saw; when it is not the newest any more, nothing is saved.
         *
         *     Needs the permission `routes:manage`.
         *
         *     Problems: `archive/route-invalid` (400), `kernel/stale` (409).
         */
        put: operations["putRoutes"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routes/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Which route would take such an arrival?
         * @description Which route would take such an arrival?
         *
         *     Needs the permission `routes:manage`.
         */
        post: operations["testRoutes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routes/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every saved version of the routing table, newest first
         * @description Every saved version of the routing table, newest first
         *
         *     Needs the permission `routes:manage`.
         */
        get: operations["listRouteVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find projects, subjects and series in all projects that I may read
         * @description Find projects, subjects and series in all projects that I may read
         *
         *     For everyone who is signed in.
         */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with user name and password
         * @description Sets the cookie `pesscara_session`. Programs make a token (POST /tokens) instead.
         *
         *     Open to everyone.
         *
         *     Problems: `accounts/cross-site` (403), `accounts/sign-in-failed` (401), `accounts/sign-in-locked` (429), `kernel/too-many-requests` (429).
         */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who I am and what I may do
         * @description Who I am and what I may do
         *
         *     For everyone who is signed in.
         */
        get: operations["getCurrentSession"];
        put?: never;
        post?: never;
        /**
         * Sign out
         * @description Sign out
         *
         *     For everyone who is signed in.
         */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/current/authentication": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give the password once more
         * @description What reveals identities asks for a sign-in of the last five minutes.
         *
         *     For everyone who is signed in.
         *
         *     Problems: `accounts/session-needed` (403), `accounts/sign-in-locked` (429), `accounts/wrong-password` (403), `kernel/too-many-requests` (429).
         */
        post: operations["authenticateAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My API tokens
         * @description My API tokens
         *
         *     For everyone who is signed in.
         */
        get: operations["listTokens"];
        put?: never;
        /**
         * Make an API token
         * @description Make an API token
         *
         *     For everyone who is signed in.
         *
         *     Problems: `accounts/scope-too-wide` (403).
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API token
         * @description Revoke an API token
         *
         *     For everyone who is signed in.
         *
         *     Problems: `accounts/token-not-found` (404).
         */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Accounts by user name
         * @description Accounts by user name
         *
         *     Needs the permission `accounts:manage`.
         */
        get: operations["listUsers"];
        put?: never;
        /**
         * Make an account with a password to be used once
         * @description Make an account with a password to be used once
         *
         *     Needs the permission `accounts:manage`.
         *
         *     Problems: `accounts/user-name-taken` (409).
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An account
         * @description An account
         *
         *     Needs the permission `accounts:manage`.
         *
         *     Problems: `accounts/account-not-found` (404).
         */
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change, disable or enable an account
         * @description Change, disable or enable an account
         *
         *     Needs the permission `accounts:manage`.
         *
         *     Problems: `accounts/account-not-found` (404), `accounts/last-administrator` (409), `kernel/stale` (409).
         */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/api/v1/users/{id}/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace a forgotten password by one to be used once
         * @description Replace a forgotten password by one to be used once
         *
         *     Needs the permission `accounts:manage`.
         *
         *     Problems: `accounts/account-not-found` (404).
         */
        post: operations["resetUserPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End every session of an account
         * @description End every session of an account
         *
         *     Needs the permission `accounts:manage`.
         *
         *     Problems: `accounts/account-not-found` (404).
         */
        delete: operations["endUserSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change my password
         * @description Change my password
         *
         *     For everyone who is signed in.
         *
         *     Problems: `accounts/session-needed` (403), `accounts/sign-in-locked` (429), `accounts/weak-password` (422), `accounts/wrong-password` (403), `kernel/too-many-requests` (429).
         */
        put: operations["changeOwnPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Account: {
            /** Format: uuid */
            id: string;
            userName: string;
            displayName: string;
            email: string | null;
            systemRoles: string[];
            disabled: boolean;
            mustChangePassword: boolean;
            /** @description Set while too many wrong passwords keep the account from signing in */
            lockedUntil: string | null;
            /** Format: date-time */
            createdAt: string;
            version: number;
        };
        AccountPage: {
            items: components["schemas"]["Account"][];
            nextCursor: string | null;
        };
        ArrivalCounts: {
            received: number;
            duplicate: number;
            conflict: number;
            held: number;
            refused: number;
            ignored: number;
            sizeBytes: number;
        };
        /** @description A connection of a sender: an association, an upload, a STOW request. */
        Association: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            channel: "dimse" | "stow" | "upload";
            callingAe: string | null;
            calledAe: string | null;
            address: string | null;
            tls: boolean;
            /** Format: date-time */
            startedAt: string;
            endedAt: string | null;
            outcome: string | null;
            receivedCount: number;
            duplicateCount: number;
            conflictCount: number;
            heldCount: number;
            refusedCount: number;
            sizeBytes: number;
        };
        AttachedTable: {
            /** Format: uuid */
            id: string;
            name: string;
            columns: {
                name: string;
                /** @enum {string} */
                kind: "text" | "date";
            }[];
            rowCount: number;
            matchedCount: number;
            unmatchedCount: number;
            /** Format: date-time */
            createdAt: string;
            counts: components["schemas"]["TableCounts"];
        };
        AttributeReview: {
            /** Format: uuid */
            instanceId: string;
            instanceNumber: number | null;
            instances: {
                /** Format: uuid */
                id: string;
                instanceNumber: number | null;
            }[];
            rows: {
                path: string;
                tag: string;
                keyword: string | null;
                vr: string;
                /** @enum {string} */
                change: "replaced" | "removed" | "emptied" | "shifted" | "remapped" | "cleaned" | "added" | "kept";
                beforeMasked: string | null;
                after: string | null;
                rule: string;
                toCheck: boolean;
            }[];
            counts: {
                changed: number;
                kept: number;
                toCheck: number;
                all: number;
            };
        };
        AuditCheckpoints: {
            items: {
                /** @description Entries that it covers */
                size: number;
                /** @description RFC 6962 tree root, hexadecimal */
                root: string;
                /** @description C2SP signed note: keep it elsewhere as a witness */
                note: string;
                /** Format: date-time */
                madeAt: string;
            }[];
            /** @description C2SP verifier key: name+id+base64 */
            publicKey: string;
        };
        /** @description Who did what to what, when and why */
        AuditEntry: {
            /** Format: uuid */
            id: string;
            /** @description Place in the hash chain; null until the next second */
            sequence: number | null;
            /** Format: date-time */
            occurredAt: string;
            /**
             * @description Create, read, update, delete, execute (PS3.15 A.5.1)
             * @enum {string}
             */
            action: "C" | "R" | "U" | "D" | "E";
            type: string;
            outcome: 0 | 4 | 8 | 12;
            actor: {
                id: string;
                name: string;
                kind: string;
                address?: string;
            };
            projectId: string | null;
            object: {
                kind: string;
                id: string;
            };
            related?: {
                kind: string;
                id: string;
            }[];
            reason: string | null;
            before?: unknown;
            after?: unknown;
            correlationId: string;
        };
        AuditHistory: {
            items: components["schemas"]["AuditEntry"][];
        };
        AuditPage: {
            items: components["schemas"]["AuditEntry"][];
            nextCursor: string | null;
        };
        /** @description Text found in the pixels of a case, without its words, and masks. */
        CasePixels: {
            search: {
                /** @enum {string} */
                state: "waiting" | "scanning" | "cleaning" | "finished" | "not-needed" | "failed";
                instanceCount: number;
                instancesDone: number;
                detail: string | null;
            };
            boxes: {
                left: number;
                top: number;
                width: number;
                height: number;
                /** Format: uuid */
                id: string;
                /** Format: uuid */
                instanceId: string;
                /** @description From 1; empty: every frame */
                frames: number[];
                /**
                 * @description overlay: graphics over the image (60xx); masking removes the whole of it
                 * @enum {string}
                 */
                origin: "text" | "device-signature" | "ultrasound-regions" | "overlay";
                /** @description Of an overlay: 24576 is group 6000 */
                overlayGroup: number | null;
                /** @description Frames of an overlay that were not searched for text */
                unreadFrames: number;
                /**
                 * @description identity: the patient’s own; harmless: a mark that identifies nobody
                 * @enum {string}
                 */
                kind: "identity" | "unknown" | "harmless" | "region";
                confidence: number;
                /** @enum {string} */
                state: "proposed" | "dismissed" | "masked";
                /** @description The child among several that the text names; to be confirmed */
                label: {
                    /** @enum {string} */
                    role: "fetus" | "twin" | "triplet";
                    /** @enum {string} */
                    designation: "A" | "B" | "C" | "D";
                } | null;
            }[];
            masks: {
                /** Format: uuid */
                id: string;
                /** @enum {string} */
                state: "waiting" | "applying" | "applied" | "undone" | "failed";
                /** @description Asked for by the profile */
                isAutomatic: boolean;
                instanceCount: number;
                instancesDone: number;
                detail: string | null;
                boxes: components["schemas"]["PixelMaskBox"][];
                /** @description Overlays, among the boxes that were found, that are removed whole */
                overlays: string[];
                /** Format: date-time */
                effectiveAt: string;
            }[];
        };
        ChangeAccount: {
            displayName?: string;
            email?: string | null;
            systemRoles?: ("administrator" | "auditor")[];
            /** @description Keeps the account from signing in; can be undone */
            disabled?: boolean;
            version: number;
        };
        ChangePassword: {
            currentPassword: string;
            newPassword: string;
        };
        ChangeProject: {
            name?: string;
            description?: string;
            irbNumber?: string | null;
            settings?: components["schemas"]["ProjectSettingsChange"];
            archived?: boolean;
            version: number;
        };
        ChangeTags: {
            seriesIds: string[];
            /** @default [] */
            add?: string[];
            /** @default [] */
            remove?: string[];
        };
        ChangedTags: {
            changed: number;
        };
        Classification: {
            current: components["schemas"]["ClassificationResult"] | null;
            history: components["schemas"]["ClassificationResult"][];
        };
        ClassificationCorrection: {
            modality?: string;
            plane: ("axial" | "coronal" | "sagittal" | "oblique" | "mixed" | "3D") | null;
            weighting: string | null;
            contrast: ("given" | "none" | "unknown") | null;
            normalisedName?: string;
            reason?: string;
        };
        /** @description What a series was found, or said, to be, with the evidence */
        ClassificationResult: {
            /** @enum {string} */
            source: "rules" | "person";
            modality: string | null;
            plane: string | null;
            weighting: string | null;
            contrast: string | null;
            normalisedName: string;
            confidence: number;
            evidence: {
                /** @enum {string} */
                source: "header" | "description";
                attribute: string;
                value: string;
                says: string;
                weight: number;
            }[];
            rulesVersion: string | null;
            reason: string | null;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
        };
        /** @description The rules that series are classified by, as data */
        ClassificationRules: {
            version: string;
            ruleSets: {
                modalities: string[];
                rules: {
                    id: string;
                    dimension: string;
                    value: string;
                    weight: number;
                    when: {
                        [key: string]: unknown;
                    };
                }[];
            }[];
        };
        /** @description Two contents under one SOP Instance UID. */
        Conflict: {
            /** Format: uuid */
            instanceId: string;
            /** Format: uuid */
            conflictOfId: string;
            /** Format: uuid */
            seriesId: string;
            sopInstanceUid: string;
            instanceNumber: number | null;
            /** Format: date-time */
            receivedAt: string;
            /** Format: date-time */
            firstReceivedAt: string;
            firstState: string;
            sizeBytes: number;
            firstSizeBytes: number;
        };
        /** @description How the conversion of a series to NIfTI stands, and what came of it */
        Conversion: {
            /** @enum {string} */
            state: "none" | "waiting" | "running" | "converted" | "not-convertible" | "failed" | "superseded";
            converter: string | null;
            reason: string | null;
            /** @description In words for a person */
            detail: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            volumes: {
                /** Format: uuid */
                fileId: string;
                name: string;
                dimensions: number[];
                voxelSizesMm: number[];
                timePoints: number;
                sizeBytes: number;
                /** @description mosaic-slices-counted: how many slices the volume has was told by its empty tiles; several-volumes: the series made more than one */
                warnings: string[];
            }[];
        };
        CreateAccount: {
            userName: string;
            displayName: string;
            email?: string | null;
            /** @default [] */
            systemRoles?: ("administrator" | "auditor")[];
        };
        CreateProject: {
            key: string;
            name: string;
            /** @default  */
            description?: string;
            /** @default null */
            irbNumber?: string | null;
            /** @default {} */
            settings?: components["schemas"]["ProjectSettingsChange"];
        };
        CreateToken: {
            name: string;
            /** @description null: never; absent: the installation’s default */
            expiresInDays?: number | null;
            scopes?: ("accounts:manage" | "projects:create" | "projects:administer" | "routes:manage" | "peers:manage" | "held:manage" | "profiles:manage" | "keys:manage" | "audit:read" | "server:observe" | "archive:read" | "archive:import" | "catalogue:edit" | "quarantine:review" | "quarantine:reveal" | "crosswalk:reveal" | "identity:manage" | "project:manage" | "audit:read-project")[];
        };
        CreatedAccount: {
            account: components["schemas"]["Account"];
            temporaryPassword: string;
        };
        CrosswalkKeys: {
            keys: {
                id: string;
                /** @enum {string} */
                state: "active" | "retiring" | "retired";
                /** Format: date-time */
                createdAt: string;
                retiredAt: string | null;
                dataKeyCount: number;
            }[];
            /** @description Rows from before there were data keys */
            unsealedRowCount: number;
        };
        CrosswalkLookUp: {
            subject: components["schemas"]["CrosswalkSubject"] | null;
        };
        CrosswalkSubject: {
            code: string;
            /** @description By how many identifiers it is known */
            aliasCount: number;
            /** Format: date-time */
            createdAt: string;
            /** @description The subject that stands for it; null: itself */
            survivorCode: string | null;
            /**
             * @description `void`: consent was withdrawn, nothing is kept
             * @enum {string}
             */
            state: "active" | "void";
        };
        CtpFilesDiff: {
            /** @enum {string} */
            file: "script" | "lookupTable" | "filter" | "pixelScript";
            /** @description Runs of whole lines, in order; null: the file is sealed, and only that it differs is known */
            lines: {
                /** @enum {string} */
                change: "kept" | "removed" | "added";
                text: string;
            }[] | null;
        }[];
        /** @description What an import of integers does to one key type. */
        CtpImportedKeyType: {
            keyType: string;
            added: number;
            /** @description They were there, with the same integer */
            unchanged: number;
            /** @description What the next new text gets */
            next: number;
        };
        /** @description Integers of a CTP installation, for a project. */
        CtpIntegerImport: {
            /** Format: uuid */
            projectId: string;
            /** @description CSV of key type, text, integer; or lines `keytype/text = integer` */
            table?: string;
            /** @description The files of the database instead, as CTP keeps them */
            database?: {
                /**
                 * Format: base64
                 * @description `integers.db`, compressed by gzip, in base64
                 */
                db: string;
                /**
                 * Format: base64
                 * @description `integers.lg`, likewise
                 */
                lg?: string;
            };
            /**
             * @description Only say what it would do
             * @default false
             */
            trial?: boolean;
            reason?: string;
        };
        /** @description Something to mend or to know in a file of CTP. With an error it cannot be used. */
        CtpLintFinding: {
            /** @enum {string} */
            file: "script" | "lookupTable" | "filter" | "pixelScript";
            code: string;
            /** @enum {string} */
            severity: "error" | "warning";
            /** @description From 1 */
            line?: number;
            /** @description The element of the rule, e.g. (0010,0020) */
            element?: string;
            message: string;
        };
        /** @description A version of a profile that is files of RSNA CTP. It never changes. */
        CtpProfile: {
            /** Format: uuid */
            id: string;
            name: string;
            version: number;
            sha256: string;
            /** Format: date-time */
            createdAt: string;
            script: string;
            filter: string | null;
            pixelScript: string | null;
            hasLookupTable: boolean;
            lint: components["schemas"]["CtpLintFinding"][];
        };
        /** @description A statement that a converted DicomEdit script lacks or changes. */
        DicomEditNote: {
            /** @description Of the DicomEdit script, from 1 */
            line: number;
            /**
             * @description Not understood and not done; or done, with another result
             * @enum {string}
             */
            kind: "leftOut" | "differs";
            message: string;
        };
        /** @description A fact, with its position in the feed. It never names a patient. */
        Event: {
            position: number;
            /** Format: uuid */
            id: string;
            type: string;
            projectId: string | null;
            subject: {
                kind: string;
                id: string;
            };
            /** Format: date-time */
            occurredAt: string;
            data: {
                [key: string]: unknown;
            };
        };
        Exam: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            subjectId: string;
            subjectCode: string;
            studyDate: string | null;
            studyDescription: string | null;
            modalities: string[];
            seriesCount: number;
            instanceCount: number;
        };
        ExamDetail: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            subjectId: string;
            subjectCode: string;
            studyDate: string | null;
            studyDescription: string | null;
            modalities: string[];
            seriesCount: number;
            instanceCount: number;
            series: components["schemas"]["SeriesSummary"][];
        };
        ExamPage: {
            items: components["schemas"]["Exam"][];
            nextCursor: string | null;
        };
        ExamsOfSubject: {
            items: {
                /** Format: uuid */
                examId: string;
                studyDate: string | null;
                code: string;
                /** @description The subject that it came under */
                originCode: string;
                series: number;
                instances: number;
                files: number;
            }[];
        };
        /** @description What became of the face in a series under review. */
        FaceStanding: {
            /**
             * @description `not-asked`: the profile removes no faces. `waiting`: it is being done.
             * @enum {string}
             */
            state: "not-asked" | "waiting" | "not-applicable" | "defaced" | "not-defaced" | "accepted" | "restoring" | "restored" | "exempted";
            /** @description Why there is no face, or why it was not removed. */
            detail: string | null;
            measures: {
                [key: string]: number;
            };
            hasPictures: boolean;
            mayRestore: boolean;
            decision: {
                byName: string;
                /** Format: date-time */
                at: string;
                reason: string | null;
            } | null;
        };
        Facets: {
            totals: {
                series: number;
                subjects: number;
                exams: number;
                instances: number;
            };
            facets: {
                /** @enum {string} */
                name: "modality" | "weighting" | "plane" | "contrast" | "centre" | "manufacturer" | "conversion" | "tag";
                /** @description Most frequent first. Counts ignore the facet’s own selection; an empty value stands for none */
                values: {
                    value: string;
                    count: number;
                }[];
            }[];
        };
        FreshSignIn: {
            password: string;
        };
        /** @description A header as lines; long values are cut. */
        Header: {
            elements: {
                path: string;
                tag: string;
                keyword: string | null;
                vr: string;
                value: string;
                depth: number;
            }[];
        };
        Health: {
            /** @enum {string} */
            status: "ready" | "unavailable";
            version: string;
        };
        /** @description An object that waits outside every project, encrypted. */
        HeldObject: {
            /** Format: uuid */
            id: string;
            reason: string;
            detail: string;
            channel: string;
            callingAe: string | null;
            calledAe: string | null;
            modality: string | null;
            sopClassUid: string | null;
            sizeBytes: number;
            state: string;
            /** Format: date-time */
            heldAt: string;
        };
        IdentityAffected: {
            exams: {
                /** Format: uuid */
                examId: string;
                studyDate: string | null;
                from: string;
                to: string;
                series: number;
                instances: number;
                /** @description Derived files; they are made anew */
                files: number;
            }[];
            tableRows: number;
            /**
             * @description It makes something a person’s who withdrew consent: that is destroyed when the time to undo is over
             * @default false
             */
            isWithdrawn: boolean;
        };
        IdentityDesk: {
            facts: components["schemas"]["IdentityFact"][];
            /** @description Facts that contradict each other: undo one of them */
            questions: {
                /** @enum {string} */
                kind: "two-persons" | "circle" | "two-mothers";
                code: string;
                targets: string[];
                facts: string[];
            }[];
            joined: {
                code: string;
                subject: string;
            }[];
            /** @description Children who were examined before birth, and their mothers */
            relations: {
                child: string;
                mother: string;
                labels: {
                    /** @enum {string} */
                    role: "fetus" | "twin" | "triplet" | "mother";
                    designation: ("A" | "B" | "C" | "D") | null;
                }[];
                /** @description Children with images in the same exams of hers */
                twins: string[];
            }[];
        };
        IdentityFact: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "link" | "merge" | "move" | "undo" | "withdraw" | "child";
            fromCode: string | null;
            toCode: string | null;
            /** @description Of a child: whom its images show */
            childRole: ("fetus" | "twin" | "triplet" | "mother") | null;
            childDesignation: ("A" | "B" | "C" | "D") | null;
            undoes: string | null;
            undoneBy: string | null;
            reason: string;
            preview: components["schemas"]["IdentityAffected"];
            /** Format: date-time */
            madeAt: string;
            madeByName: string;
            totalExams: number;
            doneExams: number;
            doneAt: string | null;
            /** @description Of a withdrawal: when the destruction begins; null: a second person has to confirm it */
            effectiveAt: string | null;
            confirmedByName: string | null;
            confirmedAt: string | null;
            /** @description Of a withdrawal: from here on it cannot be undone */
            begunAt: string | null;
            destroyed: {
                exams: number;
                images: number;
                tableRows: number;
            } | null;
            /** @description Whether you can be the second person */
            mayConfirm: boolean;
        };
        IdentityFinding: {
            /** @constant */
            kind: "link";
            /** @description The temporary identifier, or the subject that it led to */
            temporary: {
                /** @default  */
                issuer?: string;
                patientId: string;
            } | {
                code: string;
            };
            final: {
                /** @default  */
                issuer?: string;
                patientId: string;
            };
        } | {
            /** @constant */
            kind: "merge";
            from: string;
            to: string;
        } | {
            /** @constant */
            kind: "move";
            exams: string[];
            /** @description The subject whose they are; null: a new one */
            to: string | null;
        } | {
            /** @constant */
            kind: "child";
            /** @description Series that came in exams of one mother */
            series: string[];
            /**
             * @description Who they show; `mother`: herself after all
             * @enum {string}
             */
            role: "fetus" | "twin" | "triplet" | "mother";
            /**
             * @description Which of several
             * @default null
             */
            designation?: ("A" | "B" | "C" | "D") | null;
            /**
             * @description The child’s subject; null: a new one, made for it
             * @default null
             */
            child?: string | null;
        };
        Instance: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            seriesId: string;
            sopInstanceUid: string;
            sopClassUid: string;
            transferSyntaxUid: string;
            instanceNumber: number | null;
            frameCount: number;
            rows: number | null;
            columns: number | null;
            sizeBytes: number;
            /** Format: date-time */
            receivedAt: string;
        };
        /** @description An attribute and a value of what waits for review, once. */
        InventoryValue: {
            /** Format: uuid */
            id: string;
            path: string;
            keyword: string | null;
            vr: string;
            /** @description Null: they stand together */
            value: string | null;
            /** @description Values of this attribute are numbers, times, UIDs or bytes, and are one row */
            standsTogether: boolean;
            rule: string;
            flags: string[];
            /** @description The project had not seen it before this batch */
            isNew: boolean;
            /** @description A decision was carried out on it, and can be taken back */
            isChanged: boolean;
            instanceCount: number;
            seriesCount: number;
            sample: {
                /** Format: uuid */
                caseId: string;
                /** Format: uuid */
                instanceId: string;
            };
            decision: {
                /** Format: uuid */
                id: string;
                /** @enum {string} */
                action: "accept" | "remove" | "replace";
                replacement: string | null;
                /** @enum {string} */
                state: "waiting" | "applied";
                byName: string;
            } | null;
        };
        Member: {
            account: {
                /** Format: uuid */
                id: string;
                userName: string;
                displayName: string;
            };
            roles: string[];
        };
        MemberList: {
            items: components["schemas"]["Member"][];
        };
        NewToken: {
            /** @description Shown this once */
            token: string;
            /** Format: uuid */
            id: string;
            name: string;
            /** @description Permissions that it is restricted to; null: all of its account’s */
            scopes: string[] | null;
            /** Format: date-time */
            createdAt: string;
            expiresAt: string | null;
            lastUsedAt: string | null;
            revokedAt: string | null;
        };
        Overview: {
            funnel: {
                received: number;
                inQuarantine: number;
                released: number;
                rejected: number;
                classified: number;
                converted: number;
            };
            counts: {
                subjects: number;
                exams: number;
                series: number;
                instances: number;
                sizeBytes: number;
            };
            /** @description Released series in which something was found since; null: you do not review here */
            releasedFindings: number | null;
            expectedSubjects: number | null;
            byModality: {
                value: string;
                count: number;
            }[];
            byWeighting: {
                value: string;
                count: number;
            }[];
            byCentre: {
                value: string;
                count: number;
            }[];
            recent: {
                /** Format: date-time */
                at: string;
                /** Format: uuid */
                seriesId: string;
                label: string;
                subjectCode: string;
            }[];
            receivedPerDay: {
                date: string;
                series: number;
                instances: number;
            }[];
        };
        /** @description A sender that may call. */
        Peer: {
            callingAe: string;
            /** @description Addresses or CIDR blocks; none: any address */
            addresses: string[];
            /** @description SHA-256 of the certificate that the sender must show over TLS */
            certificateSha256: string | null;
            description: string;
            enabled: boolean;
            /** Format: uuid */
            id: string;
            version: number;
        };
        /** @description Pixels to be made black, from the left upper corner. */
        PixelMaskBox: {
            left: number;
            top: number;
            width: number;
            height: number;
            /** @description Null: every image of the case with these rows and columns */
            instanceId: string | null;
            rows: number | null;
            columns: number | null;
            /** @description From 1; null: every frame */
            frame: number | null;
        };
        Problem: {
            /** @description urn:pesscara:problem:<slice>/<name>; see docs/reference/problems.md */
            type: string;
            title: string;
            status: number;
            /** @description What happened and what to do */
            detail?: string;
            /** @description urn:uuid: of this request, also in the server’s log */
            instance: string;
            errors?: {
                pointer: string;
                detail: string;
            }[];
        };
        /** @description A version of a de-identification profile. It never changes. */
        Profile: {
            /** Format: uuid */
            id: string;
            name: string;
            version: number;
            document: {
                [key: string]: unknown;
            };
            sha256: string;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
        };
        ProfileAttribute: {
            path: string;
            keyword: string | null;
            vr: string | null;
        };
        ProfileDiff: {
            options: {
                added: string[];
                removed: string[];
            };
            overrides: {
                added: {
                    path: string;
                    action: string | {
                        set: string;
                    };
                    why: string;
                }[];
                removed: {
                    path: string;
                    action: string | {
                        set: string;
                    };
                    why: string;
                }[];
                changed: {
                    before: {
                        path: string;
                        action: string | {
                            set: string;
                        };
                        why: string;
                    };
                    after: {
                        path: string;
                        action: string | {
                            set: string;
                        };
                        why: string;
                    };
                }[];
            };
            descriptorTerms: {
                added: string[];
                removed: string[];
            };
            privateLists: {
                added: string[];
                removed: string[];
            };
            settings: {
                member: string;
                before: string | null;
                after: string | null;
            }[];
            /** @description Attributes that are treated differently */
            actions: {
                attribute: string;
                keyword: string | null;
                before: {
                    action: string;
                    by: string;
                } | null;
                after: {
                    action: string;
                    by: string;
                } | null;
            }[];
        };
        /** @description A profile that is being edited. Nothing uses it. */
        ProfileDraft: {
            name: string;
            /** @description The version that it began as */
            basedOn: string | null;
            document: {
                [key: string]: unknown;
            };
            /** @description Counts the savings; give it back when you save */
            version: number;
            /** Format: date-time */
            updatedAt: string;
            updatedBy: string;
        };
        ProfileDraftChange: {
            /** @default null */
            basedOn?: string | null;
            document: {
                [key: string]: unknown;
            };
            /** @description Of the draft that you saw; 0: there was none */
            version: number;
        };
        ProfileJudgement: {
            findings: components["schemas"]["ProfileLintFinding"][];
            /** @description Of the document as the next version; null while it has errors */
            sha256: string | null;
            /** @description Against `against`; null without it or while it has errors */
            diff: components["schemas"]["ProfileDiff"] | null;
        };
        ProfileLintFinding: {
            /** @enum {string} */
            severity: "error" | "basis" | "warning" | "note";
            code: string;
            /** @description RFC 6901, into the document */
            pointer: string;
            detail: string;
        };
        /** @description What a profile makes of a header, element by element. */
        ProfilePreview: {
            /** @constant */
            kind: "previewed";
            profile: string;
            rows: {
                path: string;
                depth: number;
                keyword: string | null;
                vr: string;
                /** @enum {string} */
                change: "removed" | "emptied" | "replaced" | "shifted" | "remapped" | "cleaned" | "added" | "kept";
                rule: string | null;
                /** @description The rule in words */
                why: string;
                before: string | null;
                after: string | null;
                /**
                 * @description An original value that is not shown
                 * @default false
                 */
                masked: boolean;
            }[];
            findings: {
                code: string;
                severity: string;
                path?: string;
                detail: string;
            }[];
            /** @description False: there are more elements than are listed */
            isComplete: boolean;
        } | {
            /** @constant */
            kind: "refused";
            code: string;
            reason: string;
        };
        ProfilePreviewRequest: {
            /**
             * Format: uuid
             * @description A released series
             */
            seriesId?: string;
            /**
             * Format: uuid
             * @description A case of quarantine, for reviewers
             */
            caseId?: string;
            /**
             * Format: uuid
             * @description Default: the first image
             */
            instanceId?: string;
            /**
             * Format: uuid
             * @description A version, of rules or a script of CTP
             */
            profileId?: string;
            /** @description A profile that is not saved, with `id` and `version` */
            document?: {
                [key: string]: unknown;
            };
            /** @description Show original values; for honest brokers, after a fresh sign-in, recorded */
            reveal?: {
                reason: string;
            };
        };
        /** @description What a profile can be made of. */
        ProfileVocabulary: {
            options: {
                code: string;
                meaning: string;
                effect: string;
            }[];
            bases: {
                name: string;
                meaning: string;
            }[];
            privateLists: {
                name: string;
                title: string;
            }[];
            actions: {
                action: string;
                meaning: string;
            }[];
        };
        Project: {
            /** Format: uuid */
            id: string;
            /** @description The short slug of every URL */
            key: string;
            name: string;
            description: string;
            irbNumber: string | null;
            settings: components["schemas"]["ProjectSettings"];
            /** @description My roles */
            roles: string[];
            /** @description What I may do in it */
            permissions: ("archive:read" | "archive:import" | "catalogue:edit" | "quarantine:review" | "quarantine:reveal" | "crosswalk:reveal" | "identity:manage" | "project:manage" | "audit:read-project")[];
            /** Format: date-time */
            createdAt: string;
            /** @description Set: images are read, not added or changed */
            archivedAt: string | null;
            version: number;
        };
        ProjectList: {
            items: components["schemas"]["Project"][];
        };
        ProjectSettings: {
            /** @description Whether who sent images may release them */
            reviewerMayBeImporter: boolean;
            /** @description Whether a release needs two persons */
            secondReviewer: boolean;
            /** @description Whether a release needs a decision on every flagged value of the series */
            decideFlaggedValues: boolean;
            /**
             * @description How long replaced values are kept, encrypted: until the review is decided, for good, or not at all
             * @enum {string}
             */
            originals: "until-decision" | "keep" | "none";
            /** @description De-identification profile; null: the installation’s default */
            profileId: string | null;
            /** @description What subject codes begin with */
            subjectCodePrefix: string;
            /** @description What Patient IDs look like that are given for a while only: `*` stands for any characters, `?` for one; case does not matter */
            temporaryIdPatterns: string[];
            /** @description How many subjects the project is meant to have */
            expectedSubjects: number | null;
        };
        ProjectSettingsChange: {
            /** @description Whether who sent images may release them */
            reviewerMayBeImporter?: boolean;
            /** @description Whether a release needs two persons */
            secondReviewer?: boolean;
            /** @description Whether a release needs a decision on every flagged value of the series */
            decideFlaggedValues?: boolean;
            /**
             * @description How long replaced values are kept, encrypted: until the review is decided, for good, or not at all
             * @enum {string}
             */
            originals?: "until-decision" | "keep" | "none";
            /** @description De-identification profile; null: the installation’s default */
            profileId?: string | null;
            /** @description What subject codes begin with */
            subjectCodePrefix?: string;
            /** @description What Patient IDs look like that are given for a while only: `*` stands for any characters, `?` for one; case does not matter */
            temporaryIdPatterns?: string[];
            /** @description How many subjects the project is meant to have */
            expectedSubjects?: number | null;
        };
        /** @description A series that waits, or waited, for review. */
        QuarantineCase: {
            /** Format: uuid */
            id: string;
            version: number;
            /** @enum {string} */
            state: "open" | "first-approved" | "approved" | "rejected" | "released" | "discarded";
            risk: number;
            subjectCode: string;
            /** Format: uuid */
            subjectId: string;
            /** Format: uuid */
            seriesId: string;
            /** Format: uuid */
            examId: string;
            seriesDescription: string | null;
            modality: string | null;
            instanceCount: number;
            channel: string;
            callingAe: string | null;
            importerName: string | null;
            /** Format: date-time */
            openedAt: string;
            decidedAt: string | null;
            effectiveAt: string | null;
            findingCount: number;
            worstSeverity: ("high" | "medium" | "low") | null;
            assigneeId: string | null;
        };
        QuarantineCaseDetail: {
            /** Format: uuid */
            id: string;
            version: number;
            /** @enum {string} */
            state: "open" | "first-approved" | "approved" | "rejected" | "released" | "discarded";
            risk: number;
            subjectCode: string;
            /** Format: uuid */
            subjectId: string;
            /** Format: uuid */
            seriesId: string;
            /** Format: uuid */
            examId: string;
            seriesDescription: string | null;
            modality: string | null;
            instanceCount: number;
            channel: string;
            callingAe: string | null;
            importerName: string | null;
            /** Format: date-time */
            openedAt: string;
            decidedAt: string | null;
            effectiveAt: string | null;
            findingCount: number;
            worstSeverity: ("high" | "medium" | "low") | null;
            assigneeId: string | null;
            findings: {
                code: string;
                /** @enum {string} */
                severity: "high" | "medium" | "low";
                title: string;
                detail: string;
                count: number;
                path: string | null;
                instanceIds: string[];
                /** @description An identifier of the patient: one person cannot release what it was found in */
                stopsRelease: boolean;
                /** @description What a person or the server did about it since it was found; null: nothing */
                answer: string | null;
            }[];
            profile: {
                name: string;
                version: number;
            } | null;
            studyDate: string | null;
            tags: string[];
            centre: string | null;
            normalisedName: string | null;
            policy: {
                mayApprove: boolean;
                why: string | null;
                /** @description A release takes two persons */
                secondReviewer: boolean;
                /** @description The leak check found an identifier of the patient */
                isStopped: boolean;
                /** @description An approval must now say why */
                reasonNeeded: boolean;
                undoMs: number;
            };
            decisions: {
                verdict: string;
                reasonCode: string | null;
                reason: string | null;
                byName: string;
                /** Format: date-time */
                decidedAt: string;
            }[];
            next: string | null;
        };
        Receivers: {
            dicom: {
                aeTitle: string;
                host: string;
                port: number;
                tlsPort: number | null;
            };
            heldCount: number;
        };
        /** @description What was found in a released series after its images were replaced. */
        ReleasedFindings: {
            /** Format: uuid */
            caseId: string;
            version: number;
            /** @enum {string} */
            state: "open" | "first-acknowledged" | "acknowledged" | "withdrawn" | "gone";
            /** Format: uuid */
            seriesId: string;
            subjectCode: string;
            seriesDescription: string | null;
            modality: string | null;
            instanceCount: number;
            /** Format: date-time */
            foundAt: string;
            findings: {
                code: string;
                /** @enum {string} */
                severity: "high" | "medium" | "low";
                title: string;
                detail: string;
                count: number;
                path: string | null;
                instanceIds: string[];
                /** @description An identifier of the patient: one person cannot release what it was found in */
                stopsRelease: boolean;
            }[];
            /** @description An identifier of the patient: two persons must say that it may stay */
            takesTwo: boolean;
            /** @description Why you may not acknowledge it; null: you may */
            why: string | null;
            /** @description Why it cannot be sent back now; null: it can */
            whyNotWithdraw: string | null;
            /** @description The case of more of this series, to be decided on before it can be sent back */
            waitingCaseId: string | null;
            firstByName: string | null;
            decidedByName: string | null;
            decidedAt: string | null;
            reason: string | null;
        };
        /** @description A profile applied again to archived series */
        Rerun: {
            /** Format: uuid */
            id: string;
            profile: {
                /** Format: uuid */
                id: string;
                name: string;
                version: number;
            };
            scope: components["schemas"]["RerunScope"];
            /** @enum {string} */
            previous: "keep" | "discard";
            reason: string;
            /** @enum {string} */
            state: "running" | "cancelled" | "finished";
            /** Format: date-time */
            startedAt: string;
            startedBy: string;
            endedAt: string | null;
            series: {
                total: number;
                waiting: number;
                replaced: number;
                unchanged: number;
                kept: number;
            };
            instances: {
                replaced: number;
                fromOriginals: number;
            };
        };
        RerunPage: {
            items: components["schemas"]["Rerun"][];
            nextCursor: string | null;
        };
        RerunPlan: {
            profile: {
                /** Format: uuid */
                id: string;
                name: string;
                version: number;
            };
            series: number;
            instances: number;
            /** @description Instances whose original values are kept: for the others nothing can come back */
            withOriginals: number;
            /** @description By the profile that the instances were made by */
            groups: {
                /** @description The profile that made them */
                profile: {
                    /** Format: uuid */
                    id: string;
                    name: string;
                    version: number;
                };
                series: number;
                instances: number;
                withOriginals: number;
                /** @description What changes for them; null when one of the two is a CTP script */
                diff: components["schemas"]["ProfileDiff"] | null;
            }[];
        };
        RerunPlanRequest: {
            /** Format: uuid */
            profileId: string;
            scope: components["schemas"]["RerunScope"];
        };
        RerunRequest: {
            /** Format: uuid */
            profileId: string;
            scope: components["schemas"]["RerunScope"];
            /**
             * @description What becomes of the versions before: kept as lineage, or their bytes removed
             * @default keep
             * @enum {string}
             */
            previous?: "keep" | "discard";
            reason: string;
        };
        RerunScope: {
            /** @description These released series */
            seriesIds?: string[];
            /** @description Or those that a filter of browse means; empty: all released series */
            filter?: {
                /** @description Words that all occur in descriptions, codes, classes or tags */
                q?: string;
                /** @description Any of these; an empty value stands for none */
                modality?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                weighting?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                plane?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                contrast?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                centre?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                manufacturer?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                conversion?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                tag?: string[] | string;
                /** @description Any of these subject codes */
                subject?: string[] | string;
                /** @description Any of these exams, by id */
                exam?: string[] | string;
            };
        };
        RerunSeries: {
            /** Format: uuid */
            seriesId: string;
            subjectCode: string;
            modality: string | null;
            seriesNumber: number | null;
            /** @enum {string} */
            state: "waiting" | "replaced" | "unchanged" | "kept";
            reasonCode: string | null;
            /** @description Why the series stays as it was, in words */
            reason: string | null;
            replacedCount: number;
            /** @description The others were made from the archived version */
            fromOriginalsCount: number;
            endedAt: string | null;
        };
        RerunSeriesPage: {
            items: components["schemas"]["RerunSeries"][];
            nextCursor: string | null;
        };
        RevealedSubject: {
            code: string;
            identities: {
                kind: string;
                issuer: string;
                patientId: string;
                patientName: string;
                birthDate: string;
                /** Format: date-time */
                since: string;
            }[];
        };
        ReviewFrames: {
            frames: {
                /** Format: uuid */
                instanceId: string;
                frame: number;
                instanceNumber: number | null;
                flagged: boolean;
                rows: number;
                columns: number;
            }[];
            total: number;
        };
        /** @description Roles with what they allow, in plain words */
        RoleList: {
            systemRoles: {
                name: string;
                description: string;
                permissions: string[];
            }[];
            projectRoles: {
                name: string;
                description: string;
                permissions: string[];
            }[];
        };
        /** @description A line of the routing table: the first that matches an arrival takes it. */
        Route: {
            name: string;
            /** @default true */
            enabled: boolean;
            match: {
                /** @description Calling AE title; * and ? are wildcards */
                callingAe?: string;
                /** @description Called AE title; * and ? are wildcards */
                calledAe?: string;
                /** @description Addresses or CIDR blocks */
                addresses?: string[];
                /** @description Attributes of the original header, by keyword; * and ? are wildcards */
                attributes?: {
                    keyword: string;
                    matches: string;
                }[];
            };
            project: string;
            /** @default null */
            profile: string | null;
            /** @default [] */
            tags: string[];
            /** @default null */
            centre: string | null;
        };
        RouteSet: {
            version: number;
            routes: components["schemas"]["Route"][];
            createdAt: string | null;
            createdBy: string | null;
        };
        SearchResult: {
            projects: {
                key: string;
                name: string;
            }[];
            subjects: {
                projectKey: string;
                /** Format: uuid */
                id: string;
                code: string;
                examCount: number;
                seriesCount: number;
                instanceCount: number;
                /** Format: date-time */
                lastReleasedAt: string;
            }[];
            series: {
                projectKey: string;
                /** Format: uuid */
                id: string;
                /** Format: uuid */
                subjectId: string;
                subjectCode: string;
                /** Format: uuid */
                examId: string;
                studyDate: string | null;
                seriesNumber: number | null;
                seriesDescription: string | null;
                normalisedName: string | null;
                modality: string | null;
                plane: string | null;
                weighting: string | null;
                contrast: string | null;
                /** @description 0 to 1: how sure the rules are */
                confidence: number | null;
                /** @description A person set the class */
                corrected: boolean;
                tags: string[];
                manufacturer: string | null;
                centre: string | null;
                instanceCount: number;
                sizeBytes: number;
                conversionState: string;
                /** Format: date-time */
                releasedAt: string;
            }[];
        };
        SeriesDetail: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            subjectId: string;
            subjectCode: string;
            /** Format: uuid */
            examId: string;
            studyDate: string | null;
            seriesNumber: number | null;
            seriesDescription: string | null;
            normalisedName: string | null;
            modality: string | null;
            plane: string | null;
            weighting: string | null;
            contrast: string | null;
            /** @description 0 to 1: how sure the rules are */
            confidence: number | null;
            /** @description A person set the class */
            corrected: boolean;
            tags: string[];
            manufacturer: string | null;
            centre: string | null;
            instanceCount: number;
            sizeBytes: number;
            conversionState: string;
            /** Format: date-time */
            releasedAt: string;
            seriesInstanceUid: string;
            studyInstanceUid: string;
            studyDescription: string | null;
            protocolName: string | null;
            bodyPartExamined: string | null;
            manufacturerModelName: string | null;
            sopClassUid: string | null;
            sopClassName: string | null;
            version: number;
        };
        SeriesFiles: {
            items: {
                /** Format: uuid */
                id: string;
                format: string;
                name: string;
                sizeBytes: number;
                properties: {
                    [key: string]: unknown;
                };
                /** Format: date-time */
                createdAt: string;
            }[];
            dicom: {
                count: number;
                sizeBytes: number;
            };
        };
        /** @description The frames of a series in order; at most 20,000 are listed. */
        SeriesFrames: {
            frames: {
                /** Format: uuid */
                instanceId: string;
                frame: number;
                instanceNumber: number | null;
            }[];
            total: number;
        };
        SeriesOfMother: {
            items: {
                /** Format: uuid */
                seriesId: string;
                /** Format: uuid */
                examId: string;
                studyDate: string | null;
                modality: string | null;
                seriesNumber: number | null;
                seriesDescription: string | null;
                instances: number;
                /** @description Whose it is by now: hers, or a child’s */
                subject: string;
                /** @description What text in its pixels calls the child, and in how many images: to be confirmed */
                labels: {
                    /** @enum {string} */
                    role: "fetus" | "twin" | "triplet" | "mother";
                    /** @enum {string} */
                    designation: "A" | "B" | "C" | "D";
                    instances: number;
                }[];
            }[];
        };
        SeriesPage: {
            items: components["schemas"]["SeriesSummary"][];
            nextCursor: string | null;
        };
        SeriesSummary: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            subjectId: string;
            subjectCode: string;
            /** Format: uuid */
            examId: string;
            studyDate: string | null;
            seriesNumber: number | null;
            seriesDescription: string | null;
            normalisedName: string | null;
            modality: string | null;
            plane: string | null;
            weighting: string | null;
            contrast: string | null;
            /** @description 0 to 1: how sure the rules are */
            confidence: number | null;
            /** @description A person set the class */
            corrected: boolean;
            tags: string[];
            manufacturer: string | null;
            centre: string | null;
            instanceCount: number;
            sizeBytes: number;
            conversionState: string;
            /** Format: date-time */
            releasedAt: string;
        };
        /** @description Images that were made together: as they arrived, or as new versions. */
        SeriesVersion: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            cause: "arrival" | "pixel-mask" | "value-decision" | "re-run" | "identity" | "defacing";
            /** @description Of what asked for it; null: it arrived */
            causeId: string | null;
            /** @description How it arrived */
            channel: string | null;
            /** @description Null: a sender over the network */
            byName: string | null;
            profile: {
                /** Format: uuid */
                id: string;
                name: string;
                version: number;
            } | null;
            instances: {
                total: number;
                /** @description That are now as they were made then */
                current: number;
                /** @description Replaced since; their bytes are kept */
                kept: number;
                /** @description Replaced since; their bytes are removed */
                discarded: number;
            };
        };
        Session: {
            account: components["schemas"]["Account"];
            /** @description What the account may do in the whole installation */
            permissions: ("accounts:manage" | "projects:create" | "projects:administer" | "routes:manage" | "peers:manage" | "held:manage" | "profiles:manage" | "keys:manage" | "audit:read" | "server:observe")[];
            /** @description When the session ends at the latest; null for a token */
            expiresAt: string | null;
        };
        SetMember: {
            roles: ("viewer" | "importer" | "reviewer" | "curator" | "honest-broker" | "lead")[];
        };
        SetTags: {
            tags: string[];
        };
        SignIn: {
            username: string;
            password: string;
        };
        StoredPreview: {
            /** Format: uuid */
            instanceId: string;
            instanceNumber: number | null;
            /**
             * @description What the profile ran on: the object as it arrived, or as it is stored
             * @enum {string}
             */
            basis: "originals" | "stored";
            revealed: boolean;
            result: components["schemas"]["ProfilePreview"];
        };
        Subject: {
            /** Format: uuid */
            id: string;
            code: string;
            examCount: number;
            seriesCount: number;
            instanceCount: number;
            /** Format: date-time */
            lastReleasedAt: string;
        };
        SubjectDetail: {
            /** Format: uuid */
            id: string;
            code: string;
            examCount: number;
            seriesCount: number;
            instanceCount: number;
            /** Format: date-time */
            lastReleasedAt: string;
            /** @description Its mother, and children with released series */
            relations: components["schemas"]["SubjectRelation"][];
            exams: components["schemas"]["Exam"][];
        };
        SubjectPage: {
            items: components["schemas"]["Subject"][];
            nextCursor: string | null;
        };
        SubjectRelation: {
            /**
             * @description Who the other subject is: the mother in whose exams this one was seen before birth, a child seen in the same exams, or a child of this one
             * @enum {string}
             */
            kind: "mother" | "sibling" | "child";
            /** @description Null: of the mother nothing is released */
            id: string | null;
            code: string;
            /** @description What the child of the two is called; with a sibling, what that one is called */
            labels: {
                /** @enum {string} */
                role: "fetus" | "twin" | "triplet";
                designation: ("A" | "B" | "C" | "D") | null;
            }[];
        };
        SubjectTable: {
            /** Format: uuid */
            id: string;
            name: string;
            columns: {
                name: string;
                /** @enum {string} */
                kind: "text" | "date";
            }[];
            rowCount: number;
            matchedCount: number;
            unmatchedCount: number;
            /** Format: date-time */
            createdAt: string;
        };
        TableCounts: {
            matched: number;
            unmatched: number;
            withoutIdentifier: number;
            /** @description Rows left out because a spreadsheet rounded their number: 1.23457E+11 */
            rounded: number;
            removedDates: number;
            removedIdentifiers: number;
        };
        TablePreview: {
            rowCount: number;
            delimiter: string;
            encoding: string;
            columns: {
                column: number;
                name: string;
                /** @enum {string} */
                looksLike: "identifier" | "date" | "text";
                /** @description In which most of its cells are dates; several when they can be read in several ways */
                dateFormats: ("iso" | "basic" | "day-month-year" | "month-day-year" | "month-name" | "serial")[];
                /** @description Whether a date stands in it, be it among other text */
                hasDates: boolean;
                filledCount: number;
                distinctCount: number;
            }[];
            outcome: {
                counts: components["schemas"]["TableCounts"];
                columns: {
                    name: string;
                    /** @enum {string} */
                    kind: "text" | "date";
                }[];
                unshiftedDateColumns: number[];
                sample: {
                    code: string;
                    cells: (string | null)[];
                }[];
            } | null;
        };
        TagList: {
            items: {
                name: string;
                colour: string | null;
                seriesCount: number;
            }[];
        };
        TemporaryPassword: {
            temporaryPassword: string;
        };
        TemporarySubjects: {
            items: {
                code: string;
                /**
                 * Format: date-time
                 * @description When the first of its identifiers came
                 */
                since: string;
                identifiers: number;
                exams: number;
                instances: number;
            }[];
            /** @description How many there are in all */
            count: number;
        };
        Token: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @description Permissions that it is restricted to; null: all of its account’s */
            scopes: string[] | null;
            /** Format: date-time */
            createdAt: string;
            expiresAt: string | null;
            lastUsedAt: string | null;
            revokedAt: string | null;
        };
        TokenList: {
            items: components["schemas"]["Token"][];
        };
        UploadReceipt: {
            /** Format: uuid */
            id: string;
            counts: components["schemas"]["ArrivalCounts"];
            /** Format: date-time */
            startedAt: string;
            finishedAt: string | null;
        };
        UploadResults: {
            results: {
                name: string | null;
                /** @enum {string} */
                outcome: "stored" | "duplicate" | "conflict" | "held" | "ignored" | "refused";
                reason: string | null;
            }[];
            counts: components["schemas"]["ArrivalCounts"];
        };
        /** @description Where a rule for a value’s attribute is to be written. */
        ValueRulePlace: {
            /** @description The attribute as profiles name it */
            path: string;
            /** @description The profile that the project uses */
            base: {
                /** Format: uuid */
                id: string;
                name: string;
                version: number;
                document: {
                    [key: string]: unknown;
                };
            };
            /** @description What the project chose, for `use.replaces` of POST /profiles; null: it uses the default */
            chosen: string | null;
            /** @description The version that a rule would make: of the same profile, or of one of the project’s own */
            saveAs: {
                name: string;
                version: number;
            };
        };
        /** @description The converted volume of a series, for viewers that ask for slices. */
        Volume: {
            /** @constant */
            available: true;
            /** Format: uuid */
            fileId: string;
            dimensions: number[];
            voxelSizesMm: number[];
            timePoints: number;
            planes: {
                axial: number;
                coronal: number;
                sagittal: number;
            };
            window: {
                center: number;
                width: number;
            };
        } | {
            /** @constant */
            available: false;
            reason: string;
        };
        WithdrawalPreview: {
            /** @description All subjects that are this one person */
            codes: string[];
            identifiers: number;
            exams: {
                /** Format: uuid */
                examId: string;
                studyDate: string | null;
                from: string;
                series: number;
                instances: number;
                files: number;
            }[];
            /** @description Her children who were examined before birth: what is theirs stays, unless theirs is withdrawn as well */
            children: string[];
            /** @description Arrivals that wait for a reviewer */
            cases: number;
            tableRows: number;
            /** @description How often something of it was downloaded: such copies are out of reach */
            exports: number;
            /** @description Downloads of chosen series in this project, which may have held some of it */
            selectionExports: number;
            /** @description How long it can be taken back before anything is destroyed */
            undoMs: number;
            needsSecondPerson: boolean;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAssociations: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Items of a page, 500 at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Association"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAuditEntries: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Items of a page, 500 at most */
                limit?: number;
                /** @description Id of an account or sender */
                actor?: string;
                type?: string;
                objectKind?: string;
                objectId?: string;
                /** @description Not before */
                from?: string;
                /** @description Before */
                to?: string;
                /** @description Key or id of a project */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAuditCheckpoints: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditCheckpoints"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportAuditTrail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getClassificationRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassificationRules"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCrosswalkKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CrosswalkKeys"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateCrosswalkKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CrosswalkKeys"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importCtpIntegers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CtpIntegerImport"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["CtpImportedKeyType"][];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addCtpProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An anonymizer script, XML or the old properties form, unchanged */
                    script: string;
                    /** @description Java properties, or CSV of key type, key, value. It is sealed, and never shown again */
                    lookupTable?: string;
                    /** @description A DicomFilter script: what it does not select is held */
                    filter?: string;
                    /** @description A DicomPixelAnonymizer script */
                    pixelScript?: string;
                    name: string;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CtpProfile"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCtpProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CtpProfile"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lintCtpFiles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An anonymizer script, XML or the old properties form, unchanged */
                    script: string;
                    /** @description Java properties, or CSV of key type, key, value. It is sealed, and never shown again */
                    lookupTable?: string;
                    /** @description A DicomFilter script: what it does not select is held */
                    filter?: string;
                    /** @description A DicomPixelAnonymizer script */
                    pixelScript?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["CtpLintFinding"][];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchInstances: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchSeries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchStudies: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    storeInstances: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/related": string;
                "application/dicom": string;
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retrieveStudy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "multipart/related": string;
                    "application/dicom": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    storeStudyInstances: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
                study: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/related": string;
                "application/dicom": string;
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchStudyInstances: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retrieveStudyMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retrieveStudyRendered: {
        parameters: {
            query?: {
                accept?: string;
                /** @description center,width,function */
                window?: string;
                /** @description width,height in pixels */
                viewport?: string;
                quality?: number;
            };
            header?: never;
            path: {
                project: string;
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/png": string;
                    "image/webp": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchStudySeries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retrieveSeries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                study: string;
                series: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "multipart/related": string;
                    "application/dicom": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchSeriesInstances: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
                study: string;
                series: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retrieveInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                study: string;
                series: string;
                instance: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "multipart/related": string;
                    "application/dicom": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retrieveBulkData: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                study: string;
                series: string;
                instance: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                    "multipart/related": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retrieveFrames: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                study: string;
                series: string;
                instance: string;
                frames: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "multipart/related": string;
                    "application/octet-stream": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retrieveFrameRendered: {
        parameters: {
            query?: {
                accept?: string;
                /** @description center,width,function */
                window?: string;
                /** @description width,height in pixels */
                viewport?: string;
                quality?: number;
            };
            header?: never;
            path: {
                project: string;
                study: string;
                series: string;
                instance: string;
                frames: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/png": string;
                    "image/webp": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retrieveFrameThumbnail: {
        parameters: {
            query?: {
                accept?: string;
                /** @description center,width,function */
                window?: string;
                /** @description width,height in pixels */
                viewport?: string;
                quality?: number;
            };
            header?: never;
            path: {
                project: string;
                study: string;
                series: string;
                instance: string;
                frames: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/png": string;
                    "image/webp": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retrieveInstanceMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                study: string;
                series: string;
                instance: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retrieveInstanceRendered: {
        parameters: {
            query?: {
                accept?: string;
                /** @description center,width,function */
                window?: string;
                /** @description width,height in pixels */
                viewport?: string;
                quality?: number;
            };
            header?: never;
            path: {
                project: string;
                study: string;
                series: string;
                instance: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/png": string;
                    "image/webp": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retrieveInstanceThumbnail: {
        parameters: {
            query?: {
                accept?: string;
                /** @description center,width,function */
                window?: string;
                /** @description width,height in pixels */
                viewport?: string;
                quality?: number;
            };
            header?: never;
            path: {
                project: string;
                study: string;
                series: string;
                instance: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/png": string;
                    "image/webp": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retrieveSeriesMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                study: string;
                series: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retrieveSeriesRendered: {
        parameters: {
            query?: {
                accept?: string;
                /** @description center,width,function */
                window?: string;
                /** @description width,height in pixels */
                viewport?: string;
                quality?: number;
            };
            header?: never;
            path: {
                project: string;
                study: string;
                series: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/png": string;
                    "image/webp": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retrieveSeriesThumbnail: {
        parameters: {
            query?: {
                accept?: string;
                /** @description center,width,function */
                window?: string;
                /** @description width,height in pixels */
                viewport?: string;
                quality?: number;
            };
            header?: never;
            path: {
                project: string;
                study: string;
                series: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/png": string;
                    "image/webp": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retrieveStudyThumbnail: {
        parameters: {
            query?: {
                accept?: string;
                /** @description center,width,function */
                window?: string;
                /** @description width,height in pixels */
                viewport?: string;
                quality?: number;
            };
            header?: never;
            path: {
                project: string;
                study: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/png": string;
                    "image/webp": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    convertDicomEdit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    script: string;
                    /**
                     * @description Values of XNAT’s `project` and `session`, and of what `describe` asks people for
                     * @default {}
                     */
                    variables?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        script: string;
                        notes: components["schemas"]["DicomEditNote"][];
                        /** @description Variables that nothing gives a value */
                        missingVariables: string[];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                after?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Event"][];
                        last: number;
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                after?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listHeld: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Items of a page, 500 at most */
                limit?: number;
                reason?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["HeldObject"][];
                        nextCursor: string | null;
                        counts: {
                            reason: string;
                            count: number;
                        }[];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discardHeld: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    routeHeld: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    project: string;
                    /** @default null */
                    profile?: string | null;
                    /** @default [] */
                    tags?: string[];
                    /** @default null */
                    centre?: string | null;
                };
            };
        };
        responses: {
            /** @description Success */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    routeHeldObjects: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    project: string;
                    /** @default null */
                    profile?: string | null;
                    /** @default [] */
                    tags?: string[];
                    /** @default null */
                    centre?: string | null;
                    ids: string[];
                };
            };
        };
        responses: {
            /** @description Success */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHome: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        projects: {
                            /** Format: uuid */
                            id: string;
                            key: string;
                            name: string;
                            description: string;
                            roles: string[];
                            subjectCount: number;
                            seriesCount: number;
                            openReviews: number | null;
                        }[];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPeers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Peer"][];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addPeer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    callingAe: string;
                    /**
                     * @description Addresses or CIDR blocks; none: any address
                     * @default []
                     */
                    addresses?: string[];
                    /**
                     * @description SHA-256 of the certificate that the sender must show over TLS
                     * @default null
                     */
                    certificateSha256?: string | null;
                    /** @default  */
                    description?: string;
                    /** @default true */
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Peer"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removePeer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePeer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    callingAe?: string;
                    /** @description Addresses or CIDR blocks; none: any address */
                    addresses?: string[];
                    /** @description SHA-256 of the certificate that the sender must show over TLS */
                    certificateSha256?: string | null;
                    description?: string;
                    enabled?: boolean;
                    version: number;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Peer"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    findProfileAttributes: {
        parameters: {
            query: {
                text: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ProfileAttribute"][];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProfileDrafts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ProfileDraft"][];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saveProfileDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileDraftChange"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileDraft"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discardProfileDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publishProfileDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    version: number;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    judgeProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default draft */
                    name?: string;
                    document: {
                        [key: string]: unknown;
                    };
                    /**
                     * @description The version to compare with
                     * @default null
                     */
                    against?: string | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileJudgement"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tryProfile: {
        parameters: {
            query?: {
                profile?: string;
                draft?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/dicom": string;
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfilePreview"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProfileVocabulary: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileVocabulary"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProfiles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Profile"][];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    document: {
                        [key: string]: unknown;
                    };
                    reason?: string;
                    use?: {
                        /** @description Key of the project that uses it from then on */
                        project: string;
                        /** @description The profile that the project is known to use; null: the default. Refused when it is another by now */
                        replaces: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProfileConformance: {
        parameters: {
            query?: {
                format?: "markdown" | "json";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                    "text/markdown": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    diffProfile: {
        parameters: {
            query?: {
                /** @description Default: the version before */
                from?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        from: components["schemas"]["Profile"] | null;
                        to: components["schemas"]["Profile"];
                        diff: components["schemas"]["ProfileDiff"] | null;
                        /** @description Of two versions that are files of CTP, in place of `diff` */
                        files: components["schemas"]["CtpFilesDiff"] | null;
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProjects: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectList"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createProject: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateProject"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeProject"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProjectAuditEntries: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Items of a page, 500 at most */
                limit?: number;
                /** @description Id of an account or sender */
                actor?: string;
                type?: string;
                objectKind?: string;
                objectId?: string;
                /** @description Not before */
                from?: string;
                /** @description Before */
                to?: string;
            };
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConflicts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Conflict"][];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolveConflict: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    keep: "first" | "later";
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookUpSubject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default  */
                    issuer?: string;
                    patientId: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CrosswalkLookUp"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revealSubject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                    /** @enum {string} */
                    purpose: "adverse-event" | "re-consent" | "quality-assurance" | "data-linkage" | "legal";
                    /** @description At least ten characters; kept in the audit trail for ever */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevealedSubject"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCrosswalkSubjects: {
        parameters: {
            query?: {
                /** @description A part of the code */
                code?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["CrosswalkSubject"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewTable: {
        parameters: {
            query?: {
                /** @description The column of the medical record number, counted from 0 */
                idColumn?: number;
                /** @description Who gave the numbers, as Issuer of Patient ID says it */
                issuer?: string;
                issuerColumn?: number;
                /** @description Columns of dates with their format: `3:iso,5:day-month-year` */
                dates?: string;
                /** @description Columns that are left out: `1,2` */
                drop?: string;
            };
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TablePreview"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prepareDownload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    seriesIds: string[];
                    /**
                     * @default dicom
                     * @enum {string}
                     */
                    format?: "dicom" | "nifti" | "sidecar";
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        url: string;
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fetchDownload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                    "application/gzip": string;
                    "application/json": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listExams: {
        parameters: {
            query?: {
                /** @description Words that all occur in descriptions, codes, classes or tags */
                q?: string;
                /** @description Any of these; an empty value stands for none */
                modality?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                weighting?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                plane?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                contrast?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                centre?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                manufacturer?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                conversion?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                tag?: string[] | string;
                /** @description Any of these subject codes */
                subject?: string[] | string;
                /** @description Any of these exams, by id */
                exam?: string[] | string;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Items of a page, 500 at most */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExamPage"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExam: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExamDetail"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadExamFiles: {
        parameters: {
            query?: {
                format?: "dicom" | "nifti" | "sidecar";
            };
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                    "application/gzip": string;
                    "application/json": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExamHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditHistory"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getIdentities: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityDesk"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listExamsOfSubject: {
        parameters: {
            query: {
                code: string;
            };
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExamsOfSubject"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stateFinding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    finding: components["schemas"]["IdentityFinding"];
                    /** @description Kept in the audit trail */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ids: string[];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmWithdrawal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ids: string[];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undoFinding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Kept in the audit trail */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ids: string[];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewFinding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IdentityFinding"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityAffected"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSeriesOfMother: {
        parameters: {
            query: {
                code: string;
            };
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesOfMother"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTemporarySubjects: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemporarySubjects"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewWithdrawal: {
        parameters: {
            query: {
                code: string;
            };
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WithdrawalPreview"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawConsent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                    /**
                     * @description That you know: it cannot be undone
                     * @constant
                     */
                    confirmation: "destroy";
                    /** @description At least ten characters; kept in the audit trail */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ids: string[];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listInstances: {
        parameters: {
            query: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Items of a page, 500 at most */
                limit?: number;
                series: string;
            };
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Instance"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRenderedFrame: {
        parameters: {
            query?: {
                /** @description Longest side in pixels; pictures are never enlarged */
                size?: number;
                /** @description Window as center,width; absent: what the header says, else what the values need */
                window?: string;
                format?: "webp" | "png" | "jpeg";
            };
            header?: never;
            path: {
                project: string;
                id: string;
                frame: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/webp": string;
                    "image/png": string;
                    "image/jpeg": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInstanceHeader: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Header"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberList"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                /** @description Id or user name of the account */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetMember"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                /** @description Id or user name of the account */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOverview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfilePreviewRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredPreview"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCases: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Items of a page, 500 at most */
                limit?: number;
                state?: "open" | "decided" | "all";
                sort?: "risk" | "opened" | "subject";
                /** @description Only the arrivals of this series. */
                series?: string;
            };
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["QuarantineCase"][];
                        nextCursor: string | null;
                        counts: {
                            open: number;
                            firstApproved: number;
                            approved: number;
                            rejected: number;
                            released: number;
                            discarded: number;
                        };
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listInventory: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Items of a page, 500 at most */
                limit?: number;
                /** @description Only of this case. */
                case?: string;
                /** @description Only of the subject with this code. */
                subject?: string;
                /** @description Only of what was treated by this profile. */
                profile?: string;
                /** @description Only of series that this upload brought images to. */
                upload?: string;
                /** @description Only of series that this connection of a sender brought images to. */
                association?: string;
                flag?: "leak" | "private" | "free-text" | "name-like" | "date-like" | "phone-like" | "id-like";
                vr?: string;
                /** @description Part of a keyword or of a path. */
                q?: string;
                state?: "undecided" | "decided" | "all";
            };
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["InventoryValue"][];
                        nextCursor: string | null;
                        counts: {
                            distinct: number;
                            /** @description Flagged, and nobody decided */
                            undecided: number;
                            series: number;
                            instances: number;
                            /** @description Series whose values are being gathered */
                            gathering: number;
                        };
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getValueRulePlace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValueRulePlace"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decideValues: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    values: string[];
                    /** @enum {string} */
                    action: "accept" | "remove" | "replace";
                    replacement?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        decisions: string[];
                        undoMs: number;
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undoValueDecisions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    decisions: string[];
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Series in which what was changed comes back */
                        restoring: number;
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                case: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineCaseDetail"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCaseAttributes: {
        parameters: {
            query?: {
                instance?: string;
                view?: "changed" | "kept" | "all";
            };
            header?: never;
            path: {
                project: string;
                case: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributeReview"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decideCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    verdict: "approve" | "reject";
                    /** @enum {string} */
                    reasonCode?: "identity-in-pixels" | "identity-in-header" | "wrong-patient" | "wrong-project" | "poor-quality" | "not-needed" | "other";
                    reason?: string;
                    version: number;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineCaseDetail"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCaseFace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                case: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FaceStanding"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decideCaseFace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    decision: "accept" | "restore" | "exempt";
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FaceStanding"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCaseFacePicture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                case: string;
                picture: "face" | "sagittal" | "axial" | "coronal";
                moment: "before" | "after";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/webp": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCaseFrames: {
        parameters: {
            query?: {
                all?: "true" | "false";
            };
            header?: never;
            path: {
                project: string;
                case: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewFrames"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renderCaseFrame: {
        parameters: {
            query?: {
                size?: number;
                window?: string;
                format?: "webp" | "png" | "jpeg";
                /** @description Overlays (60xx) are drawn over the image, in a colour, or left out. */
                overlays?: "shown" | "hidden";
                /** @description Of the case: pictures of another version are other pictures, for caches. */
                version?: number;
            };
            header?: never;
            path: {
                project: string;
                case: string;
                instance: string;
                frame: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/webp": string;
                    "image/png": string;
                    "image/jpeg": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    maskCasePixels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default [] */
                    boxes?: components["schemas"]["PixelMaskBox"][];
                    /**
                     * @description Found boxes that are to be masked
                     * @default []
                     */
                    accepted?: string[];
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: date-time */
                        effectiveAt: string;
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undoCaseMask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                case: string;
                mask: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasePixels"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCasePixels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                case: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasePixels"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    judgeCaseText: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    boxes: string[];
                    dismissed: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasePixels"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revealCaseText: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            /** Format: uuid */
                            id: string;
                            text: string;
                        }[];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchCasePixels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                case: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasePixels"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revealOriginals: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    instanceId: string;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            path: string;
                            before: string;
                        }[];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undoDecision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    version: number;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineCaseDetail"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decideCases: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    verdict: "approve" | "reject";
                    /** @enum {string} */
                    reasonCode?: "identity-in-pixels" | "identity-in-header" | "wrong-patient" | "wrong-project" | "poor-quality" | "not-needed" | "other";
                    reason?: string;
                    cases: {
                        /** Format: uuid */
                        id: string;
                        version: number;
                    }[];
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            outcome: "decided" | "refused";
                            detail: string | null;
                        }[];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReleasedFindings: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Items of a page, 500 at most */
                limit?: number;
                state?: "open" | "decided";
            };
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ReleasedFindings"][];
                        nextCursor: string | null;
                        openCount: number;
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decideReleasedFindings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    verdict: "acknowledge" | "withdraw" | "reopen";
                    version: number;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleasedFindings"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planRerun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RerunPlanRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RerunPlan"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReruns: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Items of a page, 500 at most */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RerunPage"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startRerun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RerunRequest"];
            };
        };
        responses: {
            /** @description Success */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rerun"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRerun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rerun"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelRerun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rerun"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeRerun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rerun"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRerunSeries: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Items of a page, 500 at most */
                limit?: number;
                /** @description Only series in this state */
                state?: "waiting" | "replaced" | "unchanged" | "kept";
            };
            header?: never;
            path: {
                project: string;
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RerunSeriesPage"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSeries: {
        parameters: {
            query?: {
                /** @description Words that all occur in descriptions, codes, classes or tags */
                q?: string;
                /** @description Any of these; an empty value stands for none */
                modality?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                weighting?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                plane?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                contrast?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                centre?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                manufacturer?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                conversion?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                tag?: string[] | string;
                /** @description Any of these subject codes */
                subject?: string[] | string;
                /** @description Any of these exams, by id */
                exam?: string[] | string;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Items of a page, 500 at most */
                limit?: number;
                sort?: "-studyDate" | "studyDate" | "subject" | "modality" | "-releasedAt";
            };
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesPage"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSeries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesDetail"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getClassification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Classification"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    correctClassification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClassificationCorrection"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Classification"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawCorrection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Classification"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConversion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversion"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    convertSeries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversion"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSeriesFiles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesFiles"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadSeriesFiles: {
        parameters: {
            query?: {
                format?: "dicom" | "nifti" | "sidecar";
            };
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                    "application/gzip": string;
                    "application/json": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadSeriesFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
                fileId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                    "application/gzip": string;
                    "application/json": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSeriesFrames: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesFrames"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSeriesHeader: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Header"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSeriesHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditHistory"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSlice: {
        parameters: {
            query?: {
                /** @description Which of the series’ volumes; absent: the first */
                file?: string;
                /** @description Window as center,width; absent: what the header says, else what the values need */
                window?: string;
                time?: number;
                /** @description Longest side in pixels; pictures are never enlarged */
                size?: number;
            };
            header?: never;
            path: {
                project: string;
                id: string;
                plane: "axial" | "coronal" | "sagittal";
                index: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/webp": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setSeriesTags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetTags"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesDetail"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSeriesThumbnail: {
        parameters: {
            query?: {
                /** @description Longest side in pixels; pictures are never enlarged */
                size?: number;
            };
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/webp": string;
                    "image/png": string;
                    "image/jpeg": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSeriesVersions: {
        parameters: {
            query?: {
                instance?: string;
            };
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SeriesVersion"][];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getVolume: {
        parameters: {
            query?: {
                /** @description Which of the series’ volumes; absent: the first */
                file?: string;
            };
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Volume"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    countFacets: {
        parameters: {
            query?: {
                /** @description Words that all occur in descriptions, codes, classes or tags */
                q?: string;
                /** @description Any of these; an empty value stands for none */
                modality?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                weighting?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                plane?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                contrast?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                centre?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                manufacturer?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                conversion?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                tag?: string[] | string;
                /** @description Any of these subject codes */
                subject?: string[] | string;
                /** @description Any of these exams, by id */
                exam?: string[] | string;
            };
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Facets"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSubjects: {
        parameters: {
            query?: {
                /** @description Words that all occur in descriptions, codes, classes or tags */
                q?: string;
                /** @description Any of these; an empty value stands for none */
                modality?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                weighting?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                plane?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                contrast?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                centre?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                manufacturer?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                conversion?: string[] | string;
                /** @description Any of these; an empty value stands for none */
                tag?: string[] | string;
                /** @description Any of these subject codes */
                subject?: string[] | string;
                /** @description Any of these exams, by id */
                exam?: string[] | string;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Items of a page, 500 at most */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubjectPage"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSubject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubjectDetail"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadSubjectFiles: {
        parameters: {
            query?: {
                format?: "dicom" | "nifti" | "sidecar";
            };
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                    "application/gzip": string;
                    "application/json": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSubjectHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditHistory"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SubjectTable"][];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    attachTable: {
        parameters: {
            query: {
                /** @description The column of the medical record number, counted from 0 */
                idColumn: number;
                /** @description Who gave the numbers, as Issuer of Patient ID says it */
                issuer?: string;
                issuerColumn?: number;
                /** @description Columns of dates with their format: `3:iso,5:day-month-year` */
                dates?: string;
                /** @description Columns that are left out: `1,2` */
                drop?: string;
                name: string;
                /** @description Let dates in columns that were not named as dates pass as they are */
                acceptUnshifted?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttachedTable"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeTable: {
        parameters: {
            query: {
                reason: string;
            };
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadTable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagList"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeTags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeTags"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedTags"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beginUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project’s key */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadReceipt"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadReceipt"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uploadFiles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/dicom": string;
                "application/zip": string;
                "multipart/related": string;
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadResults"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    finishUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadReceipt"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listQuarantines: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            projectKey: string;
                            projectName: string;
                            open: number;
                            /** @description Released series in which something was found since */
                            releasedFindings: number;
                        }[];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReceivers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receivers"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRoles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleList"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRoutes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RouteSet"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putRoutes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    version: number;
                    routes: components["schemas"]["Route"][];
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RouteSet"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testRoutes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    callingAe?: string;
                    calledAe?: string;
                    address?: string;
                    /** @default {} */
                    attributes?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        matched: components["schemas"]["Route"] | null;
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRouteVersions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RouteSet"][];
                    };
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search: {
        parameters: {
            query: {
                /** @description Words, two characters at least */
                q: string;
                /** @description Of each kind */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchResult"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCurrentSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    authenticateAgain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FreshSignIn"];
            };
        };
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateToken"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewToken"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Items of a page, 500 at most */
                limit?: number;
                /** @description Part of the user name or name */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountPage"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAccount"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedAccount"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeAccount"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetUserPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemporaryPassword"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endUserSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeOwnPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePassword"];
            };
        };
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
