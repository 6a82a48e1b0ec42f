"""What is asked: XLSForm to XForm to Form, and the live FormSession."""
