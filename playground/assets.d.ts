// Style sheets are imported for their effect on the page; the build script collects them.
declare module '*.css';
